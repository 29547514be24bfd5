"""The words of the page that ``designed_test.py`` writes."""

PAGE = """# The designed tests, simulated

How often the randomisation test of a designed campaign is wrong, how often it finds an effect,
and how often its interval holds the truth; beside easier comparisons on the **same** invented
campaigns.

Command: `python studies/designed_test.py` (seed {seed}; {runs:,} campaigns a design,
the two synthetic controls {slow:,} of them). After ± stands one Monte-Carlo standard error.

**Simulator** (`studies/invented`, fixed with its seeds before any test was tuned). {before} weeks
of history and {window} of campaign unless said otherwise; {contacts:.0f} contacts a week in the
whole country; places' rates log-normal (spread {unlike}); local AR(1) log shocks (correlation
{local[0]}, spread {local[1]}), a national one that all share ({national[0]}, {national[1]});
negative binomial counts, variance = mean + mean²/{size:.0f}. {zeros:.0%} of municipality-weeks are
empty. The campaign multiplies the rates where it runs.

**Calibration.** The table of the project's design notes (last column: no effect / 1.5 / 2) gives no
strengths of its shocks. One number was set here, the contacts a week, on a seed of its own, so that
76 % of the weeks are empty as there; what it prints of the naive comparisons then comes out: .089
of campaigns without an effect with 20 of 61 in triples (notes: .089), .285 with six matched pairs
(.27), .428 before and after alone (.43). The power of our own tests was not looked at for it.

**Tests.** Matched: on the root of the count before. Rerandomised: the best balanced {kept:.0%} of
{pool:,} assignments by the same. Where the assignments are too many to list, {compared} are drawn.
Stepped: the sum over treated cells of y − row × column / total, over drawn schedules.

## Rejections at 5 %, and coverage of 95 % intervals

"No effect" is the share of campaigns without any effect that are declared one: it should be .05.
The notes' figures are their own, simulated apart with an uncertainty of ±.02.

{rates}

**Naive Poisson** takes counts for Poisson; **cluster-robust t** adds up each place's own error;
**before and after** looks at the treated places alone. **Synthetic control**: iid, the window's
mean residual among random orders of all weeks; block, among all stretches as long.

## Beside other tools

Not run here: quoted from the design notes, on the same work but another simulator (±.02). There
GeoLift's synthetic control (iid / block) rejected .063 / .038 without an effect over 61
municipalities with 20 treated and found a doubling in .37 / .19; over six pairs of counties iid
found .53 with .058. In market selection at zero effect GeoLift called 16-19 % of sets significant
(α = .1). On GeoLift's own test panel GeoX (meridian-geox 1.0.1) gave p = .12 and matched_markets
P = .999 where GeoLift printed p = .01.

## What it says

{reading}
"""

READING = """
- **Error.** Over {designs} designs the designed tests declare an effect where there is none in
  {error} of campaigns (± {mc:.4f}). The largest ({worst}) is {beyond:.1f} Monte-Carlo errors above
  .05, more than this study allows itself. {others:,} other campaigns of that design (seed {other},
  drawn after the result was seen) gave {again} ± {mc:.4f}: we take the first for the luck of the
  draws, and leave it standing.
- **Power at a doubling.** 61 municipalities with 30 treated: {towns} (wanted: .88). 12 counties in
  four waves over 16 weeks as we plan them: {rollout} (wanted: .70); with waves every four weeks and
  large places deciding alone: {plain}.
- **Coverage** of 95 % intervals: {cover} over all designs and ratios.
- **What was tuned**, on a seed of its own (`TUNING_SEED`): two things in the stepped rollout. Waves
  begin as far apart as the window allows, the last in its last week, since once everybody is served
  nothing is compared any more. And each place's counts are weighed by 1 / (1 + count before / 20),
  sealed in the plan before launch. A statistic that models the shocks' correlation gained another
  .01 to .02 there and was not kept.
- **What a plan promises.** From {histories} single histories of 26 weeks, the power that plans
  state before launch at a doubling is {promised} on average for 30 of 61 municipalities (found:
  {towns}) and {promised_steps} for the rollout (found: {rollout}). {{doc}}`promised`
  compares the two in other countries, and says what was mended.
- **Beside the notes' table** (±.02) the pattern is the same; six of twelve counties find less here.
  Matching in pairs costs a few places more than it gives: 64 assignments are too few to be sure by.
- **Synthetic control**, ours on the same counts, finds more than the notes' GeoLift did (iid {iid},
  block {block} against .37 and .19 with 20 of 61) and less than the designed test; over twelve
  counties iid is wrong in {wrong}.
- **Sizes matter.** With places as unlike as Albania's 61 municipalities really are, a doubling is
  found in {real}: Tirana is a fifth of the country, and its shocks are everybody's.
  Expect this, not the line above it, of a campaign in Albania; the plan's own power says it.
- **The naive comparisons** find more only because they find what is not there: naive Poisson is
  wrong in {naive} and before and after alone in {alone} of campaigns without an effect.
- What this does not test: effects that spill over into held-out places, effects that do not
  multiply, and places picked by hand.
"""
