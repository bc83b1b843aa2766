"""The words that name events of no kind of their own, and what tells the kind of words that name events of several kinds."""

# Things that happen and have no kind of their own.
OTHER = """
fall drop decline slip decrease | decline drop fall decrease
rise grow climb gain increase | rise growth increase surge gains
leave depart quit | departure exit
resign step_down retire bow_out | resignation retirement
appoint name | appointment
fire sack dismiss oust remove replace | dismissal ouster replacement removal overthrow
die pass_away | death
kill_himself kill_herself commit_suicide | suicide
injure wound hurt |
marry wed | wedding marriage
divorce | divorce
bury mourn | funeral burial memorial_service mourning
bear |
move relocate migrate | relocation migration exodus
travel journey fly sail drive | trip journey voyage tour pilgrimage flight
arrive reach land | arrival landing
return | return homecoming
enter | entry
flee |
send ship deliver mail | shipment delivery
bring |
take_away confiscate seize | seizure confiscation
take_part participate compete | participation
win triumph clinch beat defeat score | victory win triumph
lose | defeat loss
award honor honour present_award | award ceremony award_ceremony
compete | competition contest tournament championship world_cup olympics olympic_games match race game semifinal semi-final
    quarter-final matchup grand_prix
celebrate commemorate | celebration festival parade carnival anniversary commemoration festivities
perform | concert performance exhibition
launch unveil introduce roll_out | launch introduction rollout
release_album debut premiere | premiere debut
publish post repost upload leak_document circulate | publication
tweet retweet | tweet
broadcast air televise | broadcast
announce | announcement
develop design invent | development
build construct erect rebuild install | construction installation rebuilding
open reopen | opening reopening
close shut shut_down | closure shutdown closing
establish found create form set_up | founding creation formation
discover uncover unearth | discovery
disappear vanish go_missing | disappearance
change reform overhaul amend modify revise | change reform amendment overhaul modification
cancel scrap call_off | cancellation
delay postpone suspend halt adjourn | delay postponement suspension
stop cease discontinue |
reject refuse turn_down deny | refusal rejection denial
approve grant authorize authorise | approval authorization
allow permit |
block thwart prevent |
invite | invitation
interrogate question | interrogation questioning
order instruct | order
persuade convince |
request | request
propose | proposal
choose select pick | selection
join enlist enroll | enrollment
kick_off expire resume restart | resumption
destroy damage wreck | destruction
break erupt |
recall |
hit strike |
confront | confrontation standoff stand-off showdown dispute
| crisis controversy scandal emergency state_of_emergency incident
fail lapse | failure breakdown
resist oppose | resistance
respond react intervene | response reaction intervention reply backlash
endorse | endorsement
apologize apologise | apology
debate | debate
speak | speech keynote
test | test trial_run
study survey | study survey census
recall_product | product_recall
transfer | transfer
turn_away turn_around turn_back |
expel evict displace evacuate | expulsion eviction displacement evacuation
divert reroute ground |
convert | conversion
sign_up apply | application
throw hurl |
implement adopt | implementation adoption
attend |
upgrade update | upgrade
switch |
split | split
expand extend | expansion extension
create_jobs |
unite reunite unify | reunification unification
declare_independence secede | secession independence
crown | coronation
graduate | graduation
launch_rocket orbit dock | liftoff spacewalk
diagnose | diagnosis
infect contract | infection
recover |
spread | spread
escape_injury survive |
worship pray | worship
campaign | campaign
take_action |
"""
# Verbs of doing without a kind, each a family of its own; weaker signs of an event than those above.
DEEDS = """
abandon accelerate accept accommodate accompany accumulate achieve activate adapt add adjust advance advertise alter anger arm arrange
assemble assign attempt attract avoid backfire boost call_off carry cast catch challenge chase circulate clean clear clear_out collaborate
collect combine come_forward commission compile complete compose connect conquer consult contaminate contribute cooperate correct cross
cut_off damage dance deactivate decorate dedicate defect defy demote deposit descend deteriorate devastate dig disable disband discard
discipline disconnect disqualify disrupt dissolve distribute dive double download draft drag drain draw_up drift edit eject eliminate
embark emerge employ encounter engage enrage ensue equip erase erode escalate escort evade evolve examine exchange exclude exile exhaust
experiment exploit explore expose fill film finish fix force forge freeze fulfil fulfill furnish generate give_birth give_up greet halve
hand_over harm harvest head heal hide hoist hug hunt ignite ignore illuminate impede impound improve incorporate inherit inject inspect
inspire integrate intensify interfere interrupt intimidate isolate issue jump kick kneel knock lift line_up link locate lock manufacture
mass melt mine mistake monitor mount multiply narrow notify obstruct obtain outline overcome overtake overwhelm pack paint panic patent
pause persecute photograph pick_up pilot plant plot pour prepare prescribe preserve press print process promote prompt provide pull punish
push qualify quarantine quell recruit recycle redesign reduce reinforce reinstate rename renew renounce renovate rent repair repel
reprimand rescind research reset reshuffle restore restrict restructure retract reverse review revive revoke reward roll ruin rush
sabotage sacrifice safeguard salvage scan scatter scramble screen seal secure separate settle shake shatter shift shock shrink sideline
smash sneak solve spark sponsor spray squeeze stabilize stage stall starve steer stir store strand strengthen strip struggle submit
substitute succeed supervise supply suppress swap sweep swim swing tackle target teach team_up tear terminate threaten tie tighten topple
toss touch track train transform translate transmit transplant transport trap trigger triple undergo undermine undertake unleash unload
unlock violate volunteer walk weaken welcome widen wipe_out worsen yield kill_off do_away go_on_display take_over_from come_into_force
take_effect take_place_in set_fire get_rid pull_down put_up put_down bring_down bring_back hand_out hold_back turn_up turn_off switch_off
shut_off take_back take_down send_back go_ahead come_under_fire fall_ill
"""
# Words whose kind is told by others within six words: the word | what stands near it | the word whose event it then is.
CONTEXTS = """
fire | shot shots shell shells round rounds rocket rockets missile missiles artillery mortar mortars bullet bullets gun guns weapon
    weapons gas at on into tear | shoot
strike | union unions worker workers teachers pilots drivers nurses doctors staff crew wage wages pay walkout labor labour | go_on_strike
strike | air drone missile military jets militants warplanes rebels targets bomb israeli nato coalition | attack
hit | rocket rockets missile missiles bomb shell shells airstrike militants warplanes | attack
release | album single film movie video footage report reports data figures statement documents document details study survey version
    update software product book game trailer photo photos images memo transcript returns records list song results browser market
    recently poll
    ad email emails | publish
launch | missile missiles rocket airstrikes strikes attack attacks offensive assault | attack
campaign | presidential election candidate candidates voters gop republican democratic democrats republicans senate governor president
    mayor | nominate
campaign | military bombing air offensive army troops | drill
charge | fee fees price prices customers toll tolls rent | pay
fall drop decline slip decrease rise grow climb gain increase growth | percent cent price prices share shares rate rates market markets
    stock stocks index profit profits sales revenue unemployment oil dollar dollars euro currency points exports demand output earnings
    income wages costs inflation | plunge
save | money dollars million billion costs jobs | cut
drop | bomb bombs | bomb
drop | charges case lawsuit | charge
open | fire | shoot
clash | with between police protesters | clash
beat | police officers stick sticks unconscious death | beat_up
surge | troops troop military | drill
capture | suspect suspects fugitive militant gunman alive | arrest
attack | computer computers cyber hackers website network server | hack
breach | data security computer | hack
fight | fire fires blaze flames | fire
escape | prison jail inmate inmates prisoner custody | escape
operation | surgery patient hospital surgeon doctors | treat
drill | oil well gas | invest
conflict | interest interests | dispute
erupt | volcano lava ash mount crater volcanic | eruption
recall | ambassador ambassadors envoy envoys diplomat diplomats consul | recall_ambassador
storm | building embassy palace compound office | storm
crash | market stock markets stocks economy prices | plunge
collapse | bank banks economy company government talks coalition deal | fail
appeal | aid donations help funds | donate
"""
