"""Sentences with time expressions in braces and their dates, published on Wednesday 15 May 2024."""

WEEKDAYS = """
The bakery burned down on {Monday}. | 2024-05-13
The bakery burned down {Tuesday night}. | 2024-05-14
Hoping to be heard, the bakers on {Monday} blocked the road. | 2024-05-13
The bakers will meet on {Monday} followed by their wives. | 2024-05-20
The ferry sank on {Wednesday}. | 2024-05-15
The ferry sank on {Thursday}. | 2024-05-09
The council will vote on {Friday}. | 2024-05-17
The choir is due to sing on {Sunday}. | 2024-05-19
The museum is set to reopen {Saturday morning}. | 2024-05-18
He plans to leave the islands on {Monday}. | 2024-05-20
The ministers are meeting in Oslo on {Thursday}. | 2024-05-16
{Last Friday}, the mill shut its gates. | 2024-05-10
{Last Wednesday}, the mill shut its gates. | 2024-05-08
The mill opens {next Wednesday}. | 2024-05-22
The mill opens {this Friday}. | 2024-05-17
She arrived {Tuesday last week}. | 2024-05-07
She would speak on {Monday of next week}. | 2024-05-20
She arrived {a week ago Monday}. | 2024-05-06
{Friday}'s storm flattened two barns. | 2024-05-10
They will join {Friday}'s debate. | 2024-05-17
After the defeat in Porto on {Tuesday}, the coach is leaving. | 2024-05-14
The trial is scheduled for {Thursday}. | 2024-05-16
The lake froze between {Monday} and {Tuesday}. | 2024-05-13 2024-05-14
The lake was closed from {Monday to Friday}. | 2024-05-13/2024-05-17
"""
RELATIVE_DAYS = """
The dam broke {yesterday}. | 2024-05-14
The dam broke {yesterday morning}. | 2024-05-14
The dam broke {today}. | 2024-05-15
The band plays {tonight}. | 2024-05-15
The band plays {tomorrow evening}. | 2024-05-16
The band played {last night}. | 2024-05-14
The band played {this morning}. | 2024-05-15
The band played {the day before yesterday}. | 2024-05-13
The band plays {the day after tomorrow}. | 2024-05-17
She rang {three days ago}. | 2024-05-12
She rang {a few days ago}. | 2024-05-12~
She rang {two weeks ago}. | 2024-04-29/2024-05-05
She rang {a month ago}. | 2024-04
She rang {seven years ago}. | 2017
She rang {twenty-five years ago}. | 1999
She rang {nearly a decade ago}. | 2014~
She rang {about 30 years ago}. | 1994~
She rang {half a century ago}. | 1974~
She rang {several months ago}. | 2023-12~
She will ring {two weeks from now}. | 2024-05-27/2024-06-02
The factory will close {in three months}. | 2024-08
On {March 3} she fell ill, and {two days later} she died. | 2024-03-03 2024-03-05
On {March 3} she fell ill; {the next day} she died. | 2024-03-03 2024-03-04
"""
DAYS = """
The tower fell on {March 4, 2011}. | 2011-03-04
The tower fell on {4 March 2011}. | 2011-03-04
The tower fell on {the 4th of March, 2011}. | 2011-03-04
The tower fell on {March 4th}. | 2024-03-04
The tower fell on {Mar. 4}. | 2024-03-04
The tower fell on {Friday, March 4, 2011}. | 2011-03-04
The tower fell on {Sat., March 5, 2011}. | 2011-03-05
The tower fell on {Sept. 9}. | 2023-09-09
The tower fell on {9 September}. | 2023-09-09
The tower fell on {Dec 24 last year}. | 2023-12-24
The tower fell on {December 24}. | 2023-12-24
The tower will be torn down on {December 24}. | 2024-12-24
The tower will be torn down on {June 2}. | 2024-06-02
The council discussed {the June 2} ballot. | 2024-06-02
The tower fell on {2011-03-04}. | 2011-03-04
The tower fell at {2011-03-04T10:30:00Z}. | 2011-03-04
The tower fell on {3/4/2011}. | 2011-03-04
The tower fell on {25/4/2011}. | 2011-04-25
The tower fell on {4.3.2011}. | 2011-03-04
The fair ran {March 4-6}. | 2024-03-04/2024-03-06
The fair ran {4–6 March 2011}. | 2011-03-04/2011-03-06
The fair ran from {March 30 to April 2}. | 2024-03-30/2024-04-02
The fair ran {March 30 through April 2, 2011}. | 2011-03-30/2011-04-02
He was born on {February 29, 2000}. | 2000-02-29
He turned ten on {February 29}. | 2024-02-29
"""
MONTHS = """
The plant closed in {April}. | 2024-04
The plant closed in {November}. | 2023-11
The plant will close in {November}. | 2024-11
The plant closed in {May}. | 2024-05
The plant closed in {March 2011}. | 2011-03
The plant closed in {March of 2011}. | 2011-03
The plant closed in {November last year}. | 2023-11
The plant closed {last November}. | 2023-11
The plant closes {next March}. | 2025-03
The plant closed {this March}. | 2024-03
The plant closed in {mid-June}. | 2023-06~
The plant closed in {early March}. | 2024-03~
The plant closed in {late October 2011}. | 2011-10~
The plant closed at {the end of March}. | 2024-03~
The plant closed between {June 2001} and {May 2002}. | 2001-06 2002-05
The plant closed in {March} and {April 2011}. | 2011-03 2011-04
The plant ran from {March to May 2011}. | 2011-03/2011-05
The plant has been shut since {October}. | 2023-10
The plant has been shut since {early March}. | 2024-03~
The plant has been shut since {March 4, 2011}. | 2011-03-04
"""
UNITS = """
The price fell {last week}. | 2024-05-06/2024-05-12
The price fell {this week}. | 2024-05-13/2024-05-19
The price falls {next week}. | 2024-05-20/2024-05-26
The price fell {earlier this week}. | 2024-05-13/2024-05-19
The price fell {last month}. | 2024-04
The price fell {earlier this month}. | 2024-05
The price falls {next month}. | 2024-06
The price fell {last year}. | 2023
The price fell {late last year}. | 2023~
The price fell {earlier this year}. | 2024
The price falls {next year}. | 2025
The price fell {last quarter}. | 2024-01/2024-03
The price fell {last weekend}. | 2024-05-11/2024-05-12
The price fell over {the weekend}. | 2024-05-11/2024-05-12
The price falls {next weekend}. | 2024-05-25/2024-05-26
The price falls {the coming weekend}. | 2024-05-18/2024-05-19
The price fell in {the past few days}. | 2024-05-12~/2024-05-15
The price fell over {the past 30 days}. | 2024-04-15~/2024-05-15
The price fell over {the last two weeks}. | 2024-05-01~/2024-05-15
The price fell over {the past year}. | 2023-05~/2024-05
The price fell over {the past five years}. | 2019~/2024
The price will fall in {the next three months}. | 2024-05/2024-08~
The price will fall {within a month}. | [2024-05-15..2024-06-15]
The price will fall {within two weeks}. | [2024-05-15..2024-05-29]
The price will fall by {the end of the year}. | 2024-12
The price fell at {the beginning of the year}. | 2024-01
The price fell at {the end of 2015}. | 2015-12
The price fell in {the first quarter of 2015}. | 2015-01/2015-03
The price fell in {the second half of last year}. | 2023-07/2023-12
"""
PORTIONS = """
The kiln burst on {the first Monday in May}. | 2024-05-06
The kiln burst on {the last Friday of March}. | 2024-03-29
The kiln burst on {the third Thursday of November}. | 2023-11-16
The kiln burst on {the second Sunday of October last year}. | 2023-10-08
The kiln will open on {the second Saturday in July}. | 2024-07-13
The kiln burst on {the first Tuesday of last month}. | 2024-04-02
The kiln burst on {the 2nd of this month}. | 2024-05-02
The kiln was shut in {the last four months of 2016}. | 2016-09/2016-12
The kiln was shut in {the first two weeks of March}. | 2024-03-01/2024-03-14
The kiln was shut in {the final week of 2022}. | 2022-12-25/2022-12-31
The kiln was shut in {the last three years of the 1990s}. | 1997/1999
The kiln was shut in {the first three months of this year}. | 2024-01/2024-03
The kiln opens on {Thursday week}. | 2024-05-23
The kiln was mended {this past spring}. | 2024-21
The kiln opens {this September}. | 2024-09
The trial was put off until {Friday}. | 2024-05-17
By {Monday} the river had risen. | 2024-05-13
It had been due to end {Friday}. | 2024-05-10
"""
QUARTERS = """
Profit fell in {the first quarter}. | 2024-01/2024-03
{Third-quarter} sales fell to $3 million. | 2023-07/2023-09
Profit will rise in {the third quarter}. | 2024-07/2024-09
The firm expects to report a loss for {the first quarter}. | 2024-01/2024-03
Profit fell in {this year’s first quarter}. | 2024-01/2024-03
Profit fell in {the 2022 second quarter}. | 2022-04/2022-06
{First-quarter} profit fell to $3 million from $4 million {a year earlier}. | 2024-01/2024-03 2023-01/2023-03
In {the first quarter} it lost $3 million; in {the year-ago period} it had earned $4 million. | 2024-01/2024-03 2023-01/2023-03
Sales rose in {the first quarter}. In {the latest quarter}, costs rose too. | 2024-01/2024-03 2024-01/2024-03
It lost money in {the first quarter} but not in {the same period last year}. | 2024-01/2024-03 2023-01/2023-03
It lost money in {fiscal 2022}. | 2022
It loses money in {the current year}. | 2024
"""
REFERENCES = """
She won in {2011} and lost {that year}. | 2011 2011
She won in {March 2011} and moved {later that year}. | 2011-03 2011
She won on {4 March 2011} and wept {the same day}. | 2011-03-04 2011-03-04
She won in {2011} and moved {that summer}. | 2011 2011-22
She won in {2011} and lost {the following year}. | 2011 2012
She won in {2011} and lost {two years later}. | 2011 2013
She won on {4 March 2011} and left {the next morning}. | 2011-03-04 2011-03-05
She won on {4 March 2011} and lost {the following Sunday}. | 2011-03-04 2011-03-06
"""
YEARS = """
The pier was built in {1887}. | 1887
The pier was built in {2015}. | 2015
The pier was built in {early 2015}. | 2015~
The pier was built in {mid-2015}. | 2015~
The pier was built {around 1950}. | 1950~
The {2012} election changed the town. | 2012
It lasted from {1996 to 1999}. | 1996/1999
It lasted from {1996-1999}. | 1996/1999
She won the prize ({2008}) for it. | 2008
It was sold in {1997} and {1998}. | 1997 1998
The pier was built in the {1990s}. | 199X
The pier was built in the {early 1990s}. | 199X~
The pier was built in the {'80s}. | 198X
The pier was built in the {19th century}. | 18XX
The club won in the {2015-16} season. | 2015/2016
The pier has stood since {1887}. | 1887
She mourned the abrupt {2009} closure. | 2009
The pier was built in the {summer of 2015}. | 2015-22
The pier was built {last summer}. | 2023-22
The pier opens {this summer}. | 2024-22
The pier was built {last winter}. | 2023-24
The pier was built on {Christmas Day}. | 2023-12-25
The pier was built on {New Year’s Eve}. | 2023-12-31
The pier was built on {Good Friday}. | 2024-03-29
The pier was built on {Easter Sunday 2015}. | 2015-04-05
The pier was built {last Christmas}. | 2023-12-25
The pier will open on {Thanksgiving}. | 2024-11-28
"""
UNDATED = """
Sunday Marbel, a smith, sang. Then Marbel slept.
The poet, Monday Arrol, wept. "Ah," Monday said.
A neighbour told Friday Ockel, 30, of the fire.
Mr. Sunday and Rosalind Easter sang. Easter's son sang too.
They play there on a Saturday.
She reads the Sunday Lantern and hangs up Christmas lights.
The lead grew in the third quarter of the game when the coach swore.
A total of 1900 of them swam, and 2050 fish were caught.
She may march with the sun on her face.
Theresa May and April Jones met Mark March.
She met 2000 people and walked 1800 miles.
It cost $2015 and weighed 1950 kg.
They waited for three days and ran for two years.
He said it is raining now and recently rained.
The shop opens on Mondays and every Friday.
The second runner fell for the third time.
The village has 1709 schoolchildren.
She sat down in the sat nav store.
Version 1.2015 shipped with 12/13 of the parts.
He spoke at the Sunday Times and at Sheffield Wednesday.
"""
