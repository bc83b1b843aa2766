"""The words that name events of courts, crime, disasters, accidents and markets, family by family as in trigger_words."""

LEGAL_ACTION = """
charge indict arraign prosecute | charge indictment arraignment prosecution criminal_charges
sue file_suit file_lawsuit | lawsuit suit class_action complaint legal_action legal_challenge appeal legal_case
convict find_guilty plead_guilty plead_not_guilty | conviction guilty_verdict guilty_plea plea
sentence rule acquit overturn uphold adjudicate | ruling verdict judgement judgment sentence acquittal court_decision court_order
    injunction death_sentence life_sentence sentencing
retry | trial retrial court_case hearing court_hearing murder_trial inquest court-martial
testify | testimony
investigate probe | investigation probe inquiry enquiry criminal_investigation
ban outlaw prohibit legalize legalise criminalize criminalise decriminalize | ban travel_ban prohibition legalization legalisation
pass_law enact repeal legislate pass_bill approve_bill | legislation enactment repeal new_law
extradite deport | extradition deportation
impeach | impeachment
subpoena | subpoena
fine penalize penalise |
search | search_warrant police_raid
crack_down | crackdown
execute hang | execution hanging lethal_injection
turn_himself_in turn_herself_in turn_themselves_in surrender | surrender
apply_law enforce | enforcement
"""
CRIME = """
murder | murder homicide manslaughter
steal rob loot burgle burglarize | theft robbery burglary heist looting grand_theft larceny shoplifting
rape molest abuse sexually_assault torture | rape sexual_assault sexual_abuse child_abuse abuse torture
smuggle traffic | smuggling human_trafficking trafficking drug_trafficking people-smuggling
defraud embezzle launder bribe swindle scam extort blackmail | fraud embezzlement money_laundering bribery corruption extortion
    blackmail scam wire_fraud insider_trading
mug batter beat_up | beating mugging
forge counterfeit | forgery counterfeiting
stalk harass | stalking harassment
| crime alleged_crime war_crime genocide hate_crime arson vandalism espionage spying
poison strangle | poisoning
"""
DISASTER = """
flood inundate | flood flooding flash_flood tsunami deluge
quake | earthquake quake aftershock tremor
| eruption volcanic_eruption
| hurricane typhoon cyclone tornado storm tropical_storm blizzard thunderstorm snowstorm heavy_rain heavy_rains torrential_rain heatwave
    heat_wave
| drought famine landslide_disaster mudslide avalanche landslip wildfire bushfire forest_fire natural_disaster disaster
| outbreak epidemic pandemic
make_landfall batter |
"""
ACCIDENT = """
crash collide derail overturn_vehicle | crash collision derailment plane_crash car_crash train_crash accident car_accident pile-up wreck
    road_accident crash_landing emergency_landing near-miss
sink capsize run_aground | sinking capsizing shipwreck
burn catch_fire | fire blaze house_fire inferno
collapse cave_in | building_collapse collapse cave-in
trample crush | stampede crush
drown | drowning
leak spill | oil_spill leak spill gas_leak chemical_spill meltdown
trip |
| incident mishap
"""
ECONOMIC = """
buy purchase acquire take_over merge | purchase acquisition takeover merger buyout
sell auction | sale auction
raise_prices raise_rates raise_fees cut_rates cut_prices increase_prices increase_fees | price_increase rate_cut rate_hike price_hike
    tax_cut tax_increase tax_hike
tax | taxation
lay_off | layoff job_cuts job_losses redundancies
invest | investment
soar plunge plummet tumble slump surge slide skyrocket rebound | slump recession economic_crisis financial_crisis stock_market_crash
    downturn economic_downturn recovery inflation plunge market_crash
export import | export import
bail_out subsidize subsidise | bailout stimulus stimulus_package rescue_package subsidy
go_bankrupt file_for_bankruptcy default | bankruptcy insolvency default
spend finance fund pay repay reimburse compensate | spending payment funding repayment compensation payout
borrow lend | loan
cut slash | budget_cut budget_cuts spending_cuts austerity cutback
trade | trade_war tariff
privatize privatise nationalize nationalise | privatization nationalization
list_shares | ipo initial_public_offering
hire | hiring
"""
