"""The words that name events, kind by kind.

Those of courts, crime, disasters and markets are in civil_words, those without a kind of their own in deed_words.
Each line is a family: words of one line name the same event when they come again in an article. Verbs (any form) stand
before the bar, nouns (also plural) behind it; "_" joins words that stand together. A word that comes twice counts where it comes first.
"""

from app.extract.events.civil_words import ACCIDENT, CRIME, DISASTER, ECONOMIC, LEGAL_ACTION
from app.extract.events.deed_words import OTHER
from app.vocabulary import EventKind

ATTACK = """
attack assault | attack assault onslaught counterattack attacker offensive_attack terror_attack terrorist_attack suicide_attack
    knife_attack
bomb firebomb bombard shell strafe | bombing bombardment shelling car_bomb suicide_bombing airstrike air_strike air_raid drone_strike
    missile_strike rocket_fire artillery_fire mortar_fire
ambush raid storm besiege | ambush raid siege
shoot shoot_at gun_down open_fire fire_at fire_on fire_upon shoot_dead shoot_down | shooting mass_shooting gunfire gun_attack
    sniper_fire gunshot
explode detonate blow_up set_off | explosion blast detonation suicide_bomber
assassinate | assassination assassination_attempt
massacre slaughter behead | massacre slaughter beheading bloodbath carnage
kill slay | killing slaying
retaliate strike_back hit_back fire_back | retaliation reprisal retaliatory_strike
provoke | provocation
torch vandalize vandalise ransack desecrate |
hijack | hijacking
hack breach | hack cyberattack cyber_attack hacking data_breach
ram |
stab | stabbing
"""
ARMED_CONFLICT = """
fight battle | fighting battle gun_battle firefight street_fighting
clash | clash skirmish border_clash violent_clash
exchange_fire trade_fire exchange_artillery_fire | exchange_of_fire crossfire hostilities
wage_war go_to_war | war civil_war warfare armed_conflict military_conflict conflict invasion_war
rebel | insurgency rebellion uprising insurrection revolt mutiny coup coup_attempt
capture overrun retake recapture seize_control |
"""
MILITARY_OPERATION = """
invade occupy annex | invasion occupation incursion annexation ground_operation ground_offensive
deploy redeploy mobilize mobilise station dispatch | deployment mobilization mobilisation troop_movement military_build-up buildup
intercept patrol shoot_down | interception patrol
launch_missile test-fire | missile_test missile_launch nuclear_test rocket_launch weapons_test
blockade | blockade naval_blockade
drill | military_exercise war_games drills military_drill naval_exercise joint_exercise military_operation operation special_operation
    counteroffensive offensive campaign_of_airstrikes
| high_alert state_of_alert military_alert state_of_war wartime_state martial_law
bulldoze demolish | demolition
"""
WITHDRAWAL = """
withdraw pull_out pull_back retreat disengage | withdrawal pullout pull-out retreat troop_withdrawal disengagement drawdown
evacuate_troops vacate |
"""
CEASEFIRE = """
cease_fire lay_down_arms halt_fire | ceasefire cease-fire truce armistice cessation_of_hostilities halt_to_fighting
"""
DETENTION = """
arrest detain apprehend handcuff jail imprison incarcerate round_up lock_up take_into_custody intern hold_captive | arrest detention
    custody imprisonment incarceration house_arrest crackdown_arrest remand
abduct kidnap take_hostage | abduction kidnapping kidnap hostage-taking hostage_crisis
"""
RELEASE = """
release free set_free liberate parole bail | release prisoner_swap prisoner_exchange prisoner_release hostage_release liberation
pardon | pardon amnesty clemency
escape break_out | escape jailbreak prison_break
"""
MEETING = """
meet meet_with visit host_talks sit_down gather convene | meeting visit summit state_visit get-together gathering reunion
| conference session news_conference press_conference hearing_session assembly convention plenary congress_session forum
confer | consultation phone_call telephone_call
"""
NEGOTIATION = """
negotiate renegotiate mediate broker bargain | negotiation talks peace_talks peace_process mediation bargaining trade_talks dialogue
    negotiating_session ceasefire_talks truce_talks nuclear_talks round_of_talks discussions shuttle_diplomacy
| discussion
"""
AGREEMENT = """
agree sign ratify conclude_deal reach_agreement strike_deal seal_deal | agreement deal accord treaty pact peace_deal peace_agreement
    trade_deal settlement memorandum_of_understanding power-sharing_deal signing ratification
compromise | compromise
join_forces merge_forces | alliance partnership coalition
"""
DIPLOMATIC_ACT = """
recall_ambassador summon expel_diplomat expel_ambassador recognize recognise | expulsion diplomatic_recognition
condemn denounce | condemnation
contact | contact diplomatic_contact in_contact outreach
restore_ties sever_ties cut_ties break_off_relations | diplomatic_relations severing_of_ties
veto | veto un_resolution security_council_resolution resolution
protest_note lodge_complaint_with | diplomatic_protest ultimatum ceasefire_proposal
"""
SANCTION = """
sanction impose_sanctions blacklist embargo freeze_assets lift_sanctions | sanction embargo arms_embargo trade_embargo asset_freeze
    travel_restriction blacklisting boycott
"""
AID = """
rescue save evacuate_wounded airlift retrieve | rescue rescue_effort rescue_operation search_and_rescue airlift relief_effort
    relief_operation rescue_mission
aid assist help donate fundraise raise_money | aid assistance donation humanitarian_aid relief food_aid financial_aid help fundraiser
    food_distribution
treat vaccinate hospitalize hospitalise | vaccination treatment immunization hospitalization vaccination_campaign
shelter house resettle | shelter temporary_housing resettlement
"""
PROTEST = """
protest demonstrate rally march riot picket | protest demonstration rally march riot rioting unrest sit-in picket civil_disobedience
    student_protest mass_protest vigil
walk_out go_on_strike down_tools | walkout strike_action general_strike hunger_strike industrial_action work_stoppage labor_strike
    labour_strike
petition | petition social_movement protest_movement
occupy_square |
"""
ELECTION = """
elect re-elect reelect run_for_office | election by-election presidential_election general_election parliamentary_election runoff
    run-off re-election reelection landslide local_election election_day
vote cast_ballots | vote voting referendum ballot poll plebiscite vote_of_confidence no-confidence_vote confidence_vote recount
nominate | nomination primary caucus presidential_primary
run_for_president | election_campaign presidential_campaign reelection_campaign re-election_campaign
inaugurate swear_in | inauguration swearing-in
defeat win_election concede |
"""
KINDS: dict[EventKind, str] = {
    "attack": ATTACK,
    "armed_conflict": ARMED_CONFLICT,
    "military_operation": MILITARY_OPERATION,
    "withdrawal": WITHDRAWAL,
    "ceasefire": CEASEFIRE,
    "detention": DETENTION,
    "release": RELEASE,
    "meeting": MEETING,
    "negotiation": NEGOTIATION,
    "agreement": AGREEMENT,
    "diplomatic_act": DIPLOMATIC_ACT,
    "sanction": SANCTION,
    "aid": AID,
    "protest": PROTEST,
    "election": ELECTION,
    "legal_action": LEGAL_ACTION,
    "crime": CRIME,
    "disaster": DISASTER,
    "accident": ACCIDENT,
    "economic": ECONOMIC,
    "other": OTHER,
}
