INSERT INTO answers (campaign, wording, wave, place, age, gender, item, answer, count)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (campaign, wording, wave, place, age, gender, item, answer)
DO UPDATE SET count = answers.count + 1
