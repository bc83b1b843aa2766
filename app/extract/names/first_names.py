"""First names that tell in English news whether somebody is a man or a woman, folded; names that both have stand in neither list."""

MALE = frozenset(
    """
    aaron abdul abdullah abdulla abraham adam adel adolf adrian ahmad ahmed ajay akira al alain alan albert alberto aldo alejandro
    aleksandr alexander alexandre alexei alexey alexis alfonso alfred alfredo ali alistair allan allen alonso alvaro alvin amir amos
    anatoly anders andre andreas andrei andres andrew andrey andy angelo anthony antoine anton antonio antony antti ari arjun armando
    arnold arthur arturo asif aung avi axel ayman aziz barack barry bart bashar basil ben benedict benjamin benny bernard bernardo
    bernie bertrand bill billy bjorn bob bobby boris boyd brad bradley brandon brendan brent brett brian bruce bruno bryan byron
    calvin carl carlo carlos carlton cecil cesar charles charlie chester chris christian christoph christophe christopher chuck
    clarence claude claudio clayton cliff clifford clint clive clyde colin conor conrad corey cory craig curtis cyril cyrus dale
    damian damien dan daniel daniele danny dario darrell darren daryl dave david davide dean dennis denis denny derek derrick dick
    didier diego dieter dimitri dirk dmitri dmitry dominic dominik dominique don donald donny doug douglas duncan dustin dwight earl
    eberhard ed eddie edgar eduardo edmund edward edwin egon ehud eitan elias eli elijah elliot elliott elon emanuel emil emilio
    emmanuel enrico enrique eric erich erik ernest ernesto ernst erwin esteban ethan eugene evan evgeny fabian fabio fadi faisal farid
    felipe felix ferdinand fernando fidel filip filippo floyd francesco francis francisco franco francois frank franklin franz fred
    freddie frederic frederick friedrich fritz fyodor gabriel gareth garrett garry gary gavin gennady geoff geoffrey georg george
    georges georgios gerald gerard gerardo gerhard german gerry gianni gideon gilbert giles giorgio giovanni giuseppe glen glenn
    gonzalo gordon graham grant greg gregg gregory grigory guido guillaume guillermo gunter gus gustav gustavo guy hadi hakim hamid
    hans harald harold harry harvey hasan hassan hector heinrich heinz helmut henri henrik henry herbert herman hermann hiroshi homer
    horst howard hubert hugh hugo humberto hussein hussain ian ibrahim ignacio igor ilan ilya imran isaac ismail israel itamar ivan
    ivo jack jackson jacob jacques jaime jair jake jakob jamal james jamie jan janusz jared jason javad javier jay jean jeff jeffrey
    jens jeremiah jeremy jerome jerry jesus jim jimmy joachim joao joaquin jochen joe joel joerg johan johann johannes john johnny jon
    jonah jonas jonathan jorge jose josef joseph josh joshua juan juergen jules julian julien julio junichiro jurgen justin kamal
    karim karl kazuo keith kemal ken kenneth kenny kent kevin khaled khalid kirk klaus kofi kristian kurt kyle lance larry lars
    laurent lawrence lech lee len leo leon leonard leonardo leonid leopold leroy leslie lester lev lewis liam lindsey lionel lloyd
    lorenzo lou louis luc luca lucas lucien ludwig luigi luis luiz lukas luke lyndon mahathir mahmoud mahmud malcolm malik manfred
    manuel mao marc marcel marcelo marco marcos marcus marek mariano mario marion marius mark marko markus marshall martin marty
    marvin massimo mateo mathias matt matteo matthew matthias maurice mauricio max maxim maximilian maxime mehdi mehmet melvin michael
    michel miguel mihail mike mikhail milan milo milos milton mitch mitchell mitt moammar moamer mohamed mohammad mohammed mohd mohsen
    morris moshe muammar muhammad muhammadu murray mustafa najib naoto narendra nathan nathaniel ned neil nelson newt nicholas nick
    nicola nicolas nicos niels nigel nikita nikolai nikos noah noam noel norbert norman nouri ola olaf oleg oliver olivier omar
    orlando orrin oscar osama osman oswald otto owen pablo paolo pascal patrick paul paulo pavel pedro per pervez pete peter petr
    petro phil philip philippe phillip pierre pietro piotr prakash qasem quentin rafael rahul rainer raj rajiv ralph ramon rand
    randall randy raphael rashid raul raymond recep reinhard reinhold reinhart rene reuben rex reza ricardo riccardo richard rick
    ricky rob robert roberto robin rod rodney rodrigo rodolfo roger roland rolf roman ron ronald ronnie rory ross rowan roy rudolf
    rudolph rudy rupert rush russ russell ryan saad saddam saeed said salim salman salvador salvatore sam sami samir samuel sanjay
    santiago saul scott sean sebastian serge sergei sergey sergio seth shaun shaukat shawn sheldon shigeru shimon shinzo sidney silvio
    simon spencer stan stanislav stanley stefan stefano stephane stephen steve steven stewart stuart sulaiman sven syed tadeusz taro
    ted terence terrence terry theo theodore thierry thomas tim timothy tobias toby todd tom tomas tommy tony travis trevor trey tyler
    ulrich umar uri vaclav valery vasily vernon victor viktor vincent vincenzo vinod virgil vitaly vittorio vivek vladimir vojislav
    volodymyr waleed walid wallace walter warren wayne wendell werner wilfried wilhelm will willard william willie willy winston
    wladyslaw wolfgang woodrow xavier yair yannick yaser yasser yasuo yevgeny yitzhak yoav yossi yousef youssef yuri yury yusuf
    zachary zbigniew zhou ziad hu wen rafiq ayatollah boutros herzi gadi itzik shlomo naftali avigdor jaroslaw
    """.split()
)
FEMALE = frozenset(
    """
    abigail ada adele adriana agnes aicha aisha alba alejandra alessandra alexandra alia alice alicia alina alison allison alma
    almudena amal amalia amanda amber amelia amina amira amy ana anastasia andrea angela angelica angelina angie anita anja ann
    anna annabel anne annette annie annika antonia antoinette april arlene asha asma astrid audrey aung ayesha azra barbara beatrice
    beatrix beatriz belinda benazir bernadette bertha beth bethany betsy betty beverly birgit bonnie brenda bridget brigitte britney
    brooke camila camilla camille candace candice carla carly carmen carol carole carolina caroline carolyn carrie cassandra catalina
    caterina catherine cathy cecilia cecile celia celine charlene charlotte chelsea cheryl chiara chloe christiane christina christine
    cindy claire clara clare claudette claudia colleen condoleezza connie constance consuelo cora cordelia corinne cristina crystal
    cynthia daisy daniela danielle daphne dawn deborah debbie debra delia denise diana diane dianne dilma dina dolores dominga
    donatella donna dora doreen doris dorothy edith eileen elaine eleanor elena elisa elisabeth eliza elizabeth ella ellen eloise elsa
    elsie emily emma erica erika erin erna ernestina esmeralda esperanza estelle esther ethel eugenia eunice eva eve evelyn faith
    fatima fatou fatma federica felicia fiona flora florence frances francesca francine frederica frida gabriela gabriella gabrielle
    gail genevieve georgia georgina geraldine gertrude gina ginger giorgia giovanna giulia gladys gloria golda grace graciela greta
    gretchen guadalupe gwen gwendolyn hadiza hanan hana hannah harriet hazel heather heidi helen helena helene helga hilary hilda
    hillary holly hope huma ida ilse indira ines inga ingrid irene irina iris irma isabel isabella isabelle ivana ivanka ivy jacinda
    jackie jacqueline jan jana jane janet janice janine jasmine jeanette jeanne jeannine jelena jennifer jenny jessica jill joan
    joanna joanne jocelyn jodi joelle johanna josephine joy joyce juanita judith judy julia juliana julianne julie juliet juliette
    june justine kamala karen karin karina karla katarina kate katerina katharina katharine katherine kathleen kathryn kathy katie
    katja katrina katy kayla kellyanne kerstin khadija kimberly kirsten kirstjen kitty kristen kristi kristin kristina kristine lana
    lara latifa laura lauren laurie layla leah leila lena leonora leticia lidia lila lillian lily linda lindsay lisa liz liza lois
    lola loretta lori lorna lorraine louisa louise lucia lucie lucille lucinda lucy luisa luz lydia lynn lynne madeleine madeline
    madison magdalena maggie malala malia mandy manuela marcela marcia margaret margarita margot maria mariam mariana marianne marie
    marielle marilyn marina marine marion marisa marissa marjorie marlene marta martha martina mary maryam maureen maya megan meghan
    melania melanie melinda melissa mercedes meredith meryl mia michaela michele michelle mildred millicent mimi miranda miriam
    mireille molly mona monica monique muriel myra myriam myrtle nabila nadia nadine nadezhda nancy naomi natalia natalie natasha
    nellie nicola nicole nicoletta nigella nikki nina noelle nora norma nour oksana olga olivia olympia ophelia oprah padma paloma
    pamela paola patricia patty paula paulette pauline pearl peggy penelope penny phyllis pilar polly portia priscilla priti priya
    queenie rachel rahima rania raquel rebecca regina renata renate renee rhonda rita roberta rochelle rosa rosalind rosalie
    rosario rose rosemary roxana roxanne ruth sabina sabine sabrina sadia sally samantha sandra sara sarah sasha savannah selma
    serena shakira sharon sheikha sheila shelley sheryl shirley siham silvia simone sofia sonia sonja sophia sophie stacey stacy
    stella stefania stephanie sue susan susana susanna susanne suzanne svetlana sylvia sylvie tabitha tamara tammy tania tanya tara
    tatiana teresa tessa thelma theresa therese tina tracey tulsi ulrike ursula ute valentina valerie vanessa vera verena
    verity veronica veronika vicki vicky victoria viola violet virginia vivian viviane wanda wendy whitney whoopi wilhelmina wilma
    winifred winnie xiomara yasmin yasmine yolanda yulia yvette yvonne zainab zara zeinab zoe zohra zsofia
    """.split()
)
EITHER = frozenset(
    """
    alex ashley aubrey avery blair cameron casey charley chris dana drew frankie hayden jamie jean jessie jody jordan kelly kerry kim
    lauren leslie logan morgan pat quinn reese robin ronnie sandy shannon sidney stacy sydney taylor terry tracy lynn lee yi li wei
    ming
    """.split()
)
# Short forms of the same name: what somebody is called beside what a passport says.
NICKNAMES = {
    short: full
    for full, shorts in {
        "alexander": "alex", "andrew": "andy drew", "anthony": "tony", "barbara": "barb", "benjamin": "ben benny bibi",
        "charles": "charlie chuck",
        "catherine": "cathy kate", "christopher": "chris", "daniel": "dan danny", "david": "dave", "deborah": "debbie deb", "donald": "don",
        "douglas": "doug", "edward": "ed eddie ted", "elizabeth": "liz beth betsy", "frederick": "fred", "gerald": "gerry",
        "gregory": "greg", "james": "jim jimmy", "jeffrey": "jeff", "jennifer": "jen jenny", "john": "jack johnny", "jonathan": "jon",
        "joseph": "joe", "joshua": "josh", "kenneth": "ken", "lawrence": "larry", "matthew": "matt", "michael": "mike mick",
        "mitchell": "mitch", "nicholas": "nick", "patrick": "pat", "peter": "pete", "philip": "phil", "randolph": "randy", "raymond": "ray",
        "richard": "rick dick rich", "robert": "rob bob bobby", "ronald": "ron", "samuel": "sam", "stephen": "steve", "steven": "steve",
        "susan": "sue", "theodore": "ted", "thomas": "tom tommy", "timothy": "tim", "victoria": "vicky", "walter": "walt",
        "william": "bill billy will", "zachary": "zach",
    }.items()
    for short in shorts.split()
}  # fmt: skip
