# The workshop: phones.
join-title = Join
join-code = The code on your card
join-go = Join
join-how = Type the eight letters and digits of your card, or point your camera at its square. Nobody writes down who holds which card.
join-wifi = If your phone says that this Wi-Fi has no internet, stay connected: the workshop needs none.
join-paper = No phone? Take a ballot paper: it counts the same.
join-unknown = No card has this code. Look again: there is no 0, O, 1, I or L in a code.
join-wait = { $minutes ->
    [one] Too many wrong guesses came from here. Wait a minute, or ask for a ballot paper.
   *[other] Too many wrong guesses came from here. Wait { $minutes } minutes, or ask for a ballot paper.
}
leave = Not your card? Leave
wait-title = You are in
wait-text = Nothing to do for the moment. This page changes by itself; without script, use the button.
again = Look again
decide-about = { $count ->
    [one] One proposal, { $budget } a year to decide about.
   *[other] { $count } proposals, { $budget } a year to decide about.
}
guess-title = Before we see: what will this room fund?
guess-text = Tick what you think will be funded – not what you want. Nobody is marked.
guess-send = This is my guess
guess-kept = Your guess is kept. You can change it until the first count.
guess-right = { $all ->
    [one] The room made one guess that a proposal would be funded; { $right } of 1 was right.
   *[other] The room made { $all } guesses that a proposal would be funded; { $right } of them were right.
}
read-title = The proposals
price = { $price } a year
against = What speaks against
source = Source
vote-title = Your vote
vote-title-again = Your second vote
vote-approval = Tick the proposals that you want.
vote-choose-one = Tick the one proposal that you want most.
vote-knapsack = Choose what you would buy. It must fit the money there is.
vote-points = Give points: { $points } in all, as many as you like to each.
vote-scores = Give each proposal from 0 to { $points } points.
vote-ranks = Put a 1 beside what you want most, a 2 beside the next, and so on.
vote-least = Name at least { $count }.
vote-most = Name at most { $count }.
vote-send = Cast this ballot
vote-change = Change my ballot
vote-no-hurry = There is no hurry. You can change your ballot until the vote is closed; the last one counts.
vote-district = Where do you live?
vote-whose = For those who live in { $district }.
purses = The money is divided, and each part pays only for proposals of its own:
purse-whole = The whole area
settled = Settled before the vote
settled-pinned = funded whatever the vote
settled-vetoed = taken out of the vote
one-of-these = At most one of these is funded:
only-beside = funded only beside
bar-spent = Your choice costs { $cost } of { $budget }.
bar-points = Points given: { $given } of { $points }.
bar-named = Named: { $count }. Together they cost { $cost }; there is { $budget }.
rank-of = Rank
points-of = Points
receipt-title = Your ballot is in
receipt-text = Keep this receipt. When the vote is counted you find your ballot under it in the list.
receipt = Receipt
kept-here = Kept on this phone, not yet counted. It is sent as soon as the connection is back.
spoilt-title = This ballot cannot be cast yet
rank-twice = Two proposals have the same rank.
closed-title = The vote is closed
closed-text = No more ballots can be cast. The result is shown when they have been counted.
closed-none = No ballot came from this card.
on-paper = A paper ballot with the number of your card was handed in.
# Refusals.
not-open-yet = The vote has not been opened yet.
nothing-counted = Nothing has been counted yet.
forged = This form was not made by this page for you. Open the page again.
not-a-number = “{ $text }” is not a number that can stand here.
refused-no-round = There is no vote { $number }.
refused-counted = This vote was counted already: it cannot be opened again.
refused-other-open = Vote { $number } is still open: close it first.
refused-first-first = The first vote must be counted before the second can be opened.
refused-not-open = The vote is not open.
refused-not-closed = Close the vote before it is counted.
refused-nobody-voted = Nobody has voted: there is nothing to count.
refused-unfinished = Paper ballots must be typed twice alike before the count. Look at stub { $stubs }.
refused-unknown-stub = There is no stub { $number }: stubs are numbered 1 to { $last }.
refused-on-paper = A paper ballot with the number of this card was handed in: in one vote a card votes by phone or on paper.
refused-by-phone = Card { $number } has voted by phone in this vote: its paper ballot cannot count too.
refused-no-paper = No paper ballot { $number } has been typed in this vote.
refused-other-ballot = This page was used to vote before, and something has changed since. Open it again and cast the ballot anew.
refused-too-many-cards = A workshop has at most { $most } cards; { $made } are made already.
refused-no-more-guesses = Guesses are made before the first vote is counted.
refused-not-written = It could not be written down, so it does not count: { $error }
spoilt-unknown = There is no proposal “{ $id }” on the ballot paper.
spoilt-twice = “{ $id }” is named twice.
spoilt-points = Each proposal named needs its points, and nothing else has any.
spoilt-points-of-one = { $count ->
    [one] A proposal can have 1 point or none.
   *[other] Points for a proposal go from 1 to { $count }.
}
spoilt-points-in-all = You gave { $given } in all; there are { $most } to give.
spoilt-too-dear = This costs { $cost }; there is { $budget }.
spoilt-over-ceiling = For { $name } this costs { $cost }; at most { $most } may go there.
spoilt-alternatives = “{ $one }” and “{ $other }” are alternatives: choose one of them.
spoilt-elsewhere = “{ $title }” is decided about by those who live in { $district }.
spoilt-district = Say which district you live in: { $titles }.
# Results.
result-title = { $funded } of { $all } proposals are funded, for { $cost } of { $budget }
result-title-in-part = { $parts ->
    [one] { $funded } of { $all } proposals are funded and one more in part, for { $cost } of { $budget }
   *[other] { $funded } of { $all } proposals are funded and { $parts } more in part, for { $cost } of { $budget }
}
part-of = { $part } of { $price }, in part
result-none = Nothing is funded
result-left = { $left } is left over.
result-voted = { $count ->
    [one] One ballot was counted.
   *[other] { $count } ballots were counted.
}
funded = Funded
not-funded = Not funded
reason-why = Why
votes-of = { $count ->
    [one] one ballot names it
   *[other] { $count } ballots name it
}
voters = { $count ->
    [one] 1 voter
   *[other] { $count } voters
}
how-rest = { $count ->
    [one] + Nobody’s share paid for this one: it still fitted the money left over, which goes to the proposals with most votes.
   *[other] + Nobody’s share paid for these { $count }: they still fitted the money left over, which goes to the proposals with most votes.
}
how-unnamed = { $count ->
    [one] One proposal was named by nobody; such a proposal is never funded, even where money is left.
   *[other] { $count } proposals were named by nobody; such proposals are never funded, even where money is left.
}
rules-title = What other rules would fund
rules-same = the same
rules-more = also { $list }
rules-less = without { $list }
rules-part = part of { $title } ({ $amount })
rules-decides = decides here
list-title = The counted ballots
list-text = Each line is a ballot under its receipt. Anybody can count them again: the file for that is below.
list-find = Find a receipt
list-found = Your ballot is in the list.
list-missing = No counted ballot has this receipt. If you changed your ballot, only the last one counts.
list-empty-ballot = names nothing
on-paper-word = on paper
get-ballots = The ballots as a file (.pb)
get-scenario = The choice as a scenario (.toml)
get-page-file = The same as a page to keep (.html)
get-page = The result on one page
effects-title = What the choice would do
effects-working = It is being computed: { $draws } futures for each way to spend the money, and what four camps make of it. This takes a minute or so.
effects-failed = It could not be computed
effects-in-one = In { $year }, against funding nothing
effects-in = From { $from } to { $to }, against funding nothing
effects-chosen = What was chosen
effects-as-now = The same money, spent as now
effects-nothing = Nothing funded
effects-better = In { $better } of { $all } futures the choice makes this better than funding nothing.
effects-beats = In { $better } of { $all } it does better than the same money spent as services spend theirs now.
effects-dots = Each dot is one future that the evidence allows; dots to the right are better.
effects-rough = Rough: { $draws } futures of { $people } simulated people.
goal-access = Getting care that is needed
goal-health = Years of life in good health
goal-fairness = How evenly care reaches rich and poor areas
camps-title = Who would disagree
camps-text = The same question under four sets of beliefs, and with the evidence read cautiously and as published. They are asked about { $year } alone, where the futures above are of all years together; what is too small to be told from nothing counts as no difference.
side-neutral = Neutral
side-market = Markets
side-planning = Planning
side-sceptic = Sceptics
reading-shrunk = read cautiously
reading-published = as published
expects-better = better
expects-worse = worse
expects-same = no difference
expects-unclear = cannot say
expects-not-told = not defined
moved-title = What moved between the votes
moved-text = { $changed } of the { $both } who voted twice changed their ballot.
moved-before = First vote
moved-after = Second vote
moved-once = { $first } voted only the first time, { $second } only the second.
moved-came = Changed to it
moved-left = Changed away
moved-joined = Voted only now
moved-stayed-away = Voted only before
moved-signs = + tells how many of those who voted twice changed to a proposal, − how many changed away from it.
moved-rest = The rest of each change comes from those who voted only once.
proposal = Proposal
# Baseline.
baseline-title = Where things stand
baseline-text = If nothing is funded and services go on as they are, by the model behind this workshop:
baseline-line = { $what }: { $now } in { $first }; { $then } in { $last } (in eight futures of ten between { $low } and { $high }).
baseline-working = The baseline is being computed. This takes a few seconds.
# Levers.
lever-title = What if something else were changed?
lever-none = No lever has been moved yet.
lever-gains = Who gains
lever-pays = Who pays
lever-england = All of England, { $year }, against everything as now:
lever-band = { $what }: { $middle } (eight futures of ten: { $low } to { $high })
lever-working = It is being computed.
lever-choose = Move a lever
lever-as-now = Everything as now
# Steps.
step-join = Arrive and join
step-baseline = Where things stand
step-predict = Guess
step-read = Read and argue
step-vote = Vote
step-count = Count
step-consequences = Consequences
step-lever = Move a lever
step-vote-again = Vote again
step-count-again = What moved
step-hand-out = Take home
# The wall.
wall-alone = Phones cannot join: this workshop was started for this computer alone. Started again with --lan, it lets them in, with all that is kept.
wall-address = On the same Wi-Fi, open
wall-open = The vote is open
wall-turnout = { $count ->
    [one] One ballot is in.
   *[other] { $count } ballots are in.
}
wall-hidden = How the votes fall is shown to nobody before the vote is closed.
wall-guesses = { $count ->
    [one] One guess is in.
   *[other] { $count } guesses are in.
}
wall-more = { $count ->
    [one] One more is on your phones’ page.
   *[other] { $count } more are on your phones’ page.
}
wall-thanks = Thank you
wall-home = Everything is on your phone's page: result, ballots, the choice as a file.
# The desk.
desk-title = The desk
desk-pin = PIN
desk-pin-how = The PIN stands in the window in which the workshop was started.
desk-enter = Enter
desk-pin-wrong = This is not the PIN.
desk-now = Now
desk-minutes = minutes here
desk-planned = Planned: { $long } minutes of 90, { $short } of 45
desk-say = What to say
desk-next = Next
desk-back = Back
desk-blank = Blank the wall
desk-show = Show the wall
desk-open = Open vote { $round }
desk-close = Close vote { $round }
desk-reveal = Count vote { $round } and show it
desk-turnout = Vote { $round }: { $phones } by phone, { $papers } on paper that count.
desk-phones = { $here ->
    [one] One phone is here; { $silent } silent for a minute or more.
   *[other] { $here } phones are here; { $silent } of them silent for a minute or more.
}
desk-unfinished = Paper ballots that need a look: stubs { $stubs }
desk-cards = Cards made: { $count }
desk-more = Make more cards
desk-how-many = How many more
desk-files = Files
desk-agenda = The agenda
desk-wall = Open the wall
desk-clerk = Paper ballots
desk-print = Print
# The clerk.
clerk-title = Paper ballots
clerk-how = Type the number on the stub and what is marked. A second person types the same ballot again; it counts when both agree.
clerk-stub = Number on the stub
clerk-first = First typing
clerk-second = Second typing
clerk-which = Which typing
clerk-send = Keep
clerk-kept = Stub { $stub } is kept: { $what }
clerk-needs-first = the first typing is missing
clerk-needs-second = must be typed a second time
clerk-needs-look = the two typings differ – look at the paper
clerk-counts = counts
clerk-not-open = No vote is open, or the last one is counted: no paper is taken now.
clerk-differ = Differs: first { $first }; second { $second }
clerk-withdraw = Withdraw
clerk-list = Typed so far
clerk-nothing = nothing
# Print.
print-title = To print
print-go = Print this page
print-paper = Ballot paper
print-paper-how = Tear off the stub along the line and keep it.
print-stub = Stub
print-ballot = Ballot
print-number = Number
print-cards = Cards with codes
print-cards-how = One card for each person. Cut along the lines, shuffle, and let each take one: nobody writes down who holds which.
print-result = The result on one page
print-roles = Role cards
print-roles-how = For an exercise: argue for an hour as somebody who believes this.
print-answers = Answers for teachers
print-english = In English only
in-english = The proposals, reasons and levers are in English.
# What the facilitator says, step by step.
say-join = Welcome. Everybody takes one card from the box and joins with its code. No phone? Take a ballot paper with the number of your card. We write down no names.
say-baseline = This is where things stand, and where they go if we decide nothing. Which of these numbers surprises you?
say-predict = Before we see anything: guess what this room will fund. Not what you want – what you expect.
say-read = Read the proposals in pairs. For each that you like, find the sentence that speaks against it. Then three minutes of argument in the round.
say-vote = The vote is open. There is no hurry, and you can change your ballot until I close it. Paper counts the same.
say-vote-closed = The vote is closed: no ballot changes any more. When the paper is typed in, we look at what we chose.
say-count = This is what we chose. Take one proposal that lost and read why. Would another rule have funded it?
say-consequences = Here is what our choice would do, in { $draws } futures that the evidence allows. Where do the dots overlap? Who would disagree with this picture, and why?
say-lever = The pot on the table is small. Which lever would move more? Choose one, guess first, then look.
say-vote-again = Vote again, knowing what you know now. You may well stay with your first ballot.
say-count-again = This moved between the votes, and this did not. What made you change your mind?
say-hand-out = Take home the page, the file of ballots and the choice as a file. Find your receipt in the list. Thank you.
