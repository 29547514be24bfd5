SELECT campaign, wording, wave, place, age, gender, item, answer, count
FROM answers
WHERE campaign = ?
ORDER BY wording, wave, place, age, gender, item, answer
