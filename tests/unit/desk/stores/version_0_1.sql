BEGIN TRANSACTION;
CREATE TABLE answers (
	content VARCHAR NOT NULL /* SHA-256 of what was handed in */, 
	part VARCHAR NOT NULL /* Name of a written part */, 
	digest VARCHAR NOT NULL /* SHA-256 of the answer's text alone */, 
	words INTEGER NOT NULL /* Number of words of the answer */, 
	PRIMARY KEY (content, part)
);
INSERT INTO "answers" VALUES('a1','convexity','d1',90);
CREATE TABLE claims (
	submission VARCHAR NOT NULL /* What is being read */, 
	part VARCHAR NOT NULL /* Name of the written part */, 
	reading INTEGER NOT NULL /* 1 first reading, 2 second reading */, 
	grader VARCHAR NOT NULL /* Who is reading it */, 
	at DATETIME NOT NULL /* When the grader last did something with it */, 
	PRIMARY KEY (submission, part, reading), 
	FOREIGN KEY(submission) REFERENCES submissions (id)
);
CREATE TABLE handins (
	id INTEGER NOT NULL /* Number of this version of a submission */, 
	submission VARCHAR NOT NULL /* Whose version this is */, 
	content VARCHAR NOT NULL /* SHA-256 of what was handed in; empty if unreadable */, 
	source VARCHAR NOT NULL /* The path it came from, for people */, 
	handed_in DATETIME /* Time stamp of the file; NULL if unknown */, 
	at DATETIME NOT NULL /* When the desk first saw this version */, 
	PRIMARY KEY (id), 
	UNIQUE (submission, content), 
	FOREIGN KEY(submission) REFERENCES submissions (id)
);
INSERT INTO "handins" VALUES(1,'ada','a1','Ada.ipynb','2026-11-20 20:00:00.000000','2026-12-01 03:06:15.238658');
INSERT INTO "handins" VALUES(2,'bob','b1','Bob.ipynb','2026-11-20 20:00:00.000000','2026-12-01 03:06:15.241297');
CREATE TABLE marks (
	id INTEGER NOT NULL /* Number of the mark, in order of time */, 
	submission VARCHAR NOT NULL /* What was marked */, 
	part VARCHAR NOT NULL /* Name of the written part */, 
	item VARCHAR NOT NULL /* Id of the rubric item */, 
	reading INTEGER NOT NULL /* 1 first reading, 2 second reading, 0 settled by both */, 
	points FLOAT /* Points given; NULL opens the mark again */, 
	maximum FLOAT NOT NULL /* What the item was worth then; points follow its changes */, 
	comment TEXT NOT NULL /* What the grader tells the student about this item */, 
	grader VARCHAR NOT NULL /* Who gave the mark */, 
	origin VARCHAR NOT NULL /* review, spreadsheet, undo or settled */, 
	answer VARCHAR NOT NULL /* Digest of the answer that was read; empty if not known */, 
	at DATETIME NOT NULL /* When the mark was given */, 
	PRIMARY KEY (id), 
	FOREIGN KEY(submission) REFERENCES submissions (id)
);
INSERT INTO "marks" VALUES(1,'ada','convexity','definition',1,1.0,1.0,'','kn','review','d1','2026-11-20 20:00:00.000000');
CREATE TABLE remarks (
	id INTEGER NOT NULL /* Number of the remark, in order of time */, 
	submission VARCHAR NOT NULL /* What was read */, 
	part VARCHAR NOT NULL /* Name of the written part */, 
	reading INTEGER NOT NULL /* 1 first reading, 2 second reading */, 
	comment TEXT NOT NULL /* What the grader tells the student about the whole answer */, 
	flagged BOOLEAN NOT NULL /* Whether someone should look at the answer again */, 
	grader VARCHAR NOT NULL /* Who wrote it */, 
	at DATETIME NOT NULL /* When it was written */, 
	PRIMARY KEY (id), 
	FOREIGN KEY(submission) REFERENCES submissions (id)
);
CREATE TABLE results (
	submission VARCHAR NOT NULL /* What was graded */, 
	student VARCHAR NOT NULL /* Who handed it in, as far as the file tells */, 
	source VARCHAR NOT NULL /* The path it came from, for people */, 
	content VARCHAR NOT NULL /* SHA-256 of what was handed in; empty if unreadable */, 
	homework VARCHAR NOT NULL /* The homework that it was graded as */, 
	bundle VARCHAR NOT NULL /* SHA-256 of the autograder bundle's content */, 
	status VARCHAR NOT NULL /* graded, refused, internal or pending */, 
	reason TEXT NOT NULL /* One plain sentence when it was not graded */, 
	people TEXT NOT NULL /* Name, address and id of who an export names, as JSON */, 
	submitted_at DATETIME /* When, as an export tells */, 
	scores TEXT NOT NULL /* Name, maximum and score of each automatic part, as JSON */, 
	run INTEGER /* All of it, if it ended */, 
	stamp VARCHAR NOT NULL /* Time and size of its file in results/ when it was read */, 
	PRIMARY KEY (submission), 
	FOREIGN KEY(submission) REFERENCES submissions (id), 
	FOREIGN KEY(run) REFERENCES runs (id)
);
INSERT INTO "results" VALUES('ada','Ada','Ada.ipynb','a1','hw1','','graded','','[["Ada", "ada@example.edu", "11"], ["Bob Li", "bob@example.edu", "12"]]','2026-11-20 20:00:00.000000','[["linear_forward", 2, 2.0, ""], ["linear_backward", 4, 4.0, ""]]',1,'');
INSERT INTO "results" VALUES('bob','Bob','Bob.ipynb','b1','hw1','','graded','','',NULL,'[["linear_forward", 2, 0.0, ""], ["linear_backward", 4, 4.0, ""]]',2,'');
CREATE TABLE rubric (
	id INTEGER NOT NULL /* Number of the change, in order of time */, 
	part VARCHAR NOT NULL /* Name of a written part */, 
	item VARCHAR NOT NULL /* Id of a rubric item, unique within its part */, 
	points FLOAT NOT NULL /* What the item is worth from now on */, 
	text TEXT NOT NULL /* What earns the points, from now on */, 
	at DATETIME NOT NULL /* When the desk first saw the item like this */, 
	PRIMARY KEY (id)
);
INSERT INTO "rubric" VALUES(1,'convexity','definition',1.0,'States the definition','2026-12-01 03:06:15.247302');
INSERT INTO "rubric" VALUES(2,'convexity','argument',2.0,'Gives a counterexample','2026-12-01 03:06:15.247688');
CREATE TABLE runs (
	id INTEGER NOT NULL /* Number of the run, in order of time */, 
	handin INTEGER NOT NULL /* What was graded */, 
	bundle VARCHAR NOT NULL /* SHA-256 of the autograder bundle's content */, 
	status VARCHAR NOT NULL /* graded, refused, internal or pending */, 
	result BLOB NOT NULL /* The result as JSON, compressed with zlib */, 
	outcome VARCHAR NOT NULL /* SHA-256 of all in the result that a grade depends on */, 
	at DATETIME NOT NULL /* When the run was recorded */, 
	PRIMARY KEY (id), 
	FOREIGN KEY(handin) REFERENCES handins (id)
);
INSERT INTO "runs" VALUES(1,1,'','graded',X'789CED554D8F9B3010BDF32B90AF9B8D00453DECA9EDB9C7DEAA0A0D7842ACF8038DCDB251B4FFBDB6217CACC2B6875E565A0959CC9B99077E3C3CD7244DD9D19002C79ED27C1742DB554A582B8CF610030E6C805DC7518732F66DC24C47358ED05EB4175D0D89DA683716433E4027A3B037740ED8A91FC1AAD35C4682DB43C07536C40D01473EA0846087B719E216C885A25F3E48D36B5C3DAC41452A293402957E5B3DD04011F30A5E4A5B1B0A45C5843AB40BB225E18A349495BD7F8BDD32DB1AA16377B1829F91B8A8E3F65BB016F9BAEB24B897D2678F202DAE52D42DE4985085D6427327D1839465787EB6CFD61DC24B79BED341A860F8086BFC287483D492885F4D77524ED9D7DD3F48238D751BDA645BDAF46474B3218DA3EE032833DEFD9EDC44E80DC6A39F667032DD3E4B16826E19B782FABCEDDCC37F76EEE1D3B99FCEFD9B730F37E726630BAB51CAB998F563EF354ACE5037DECBF389ED04D21CBDDD615036CC9B05814265E8529E50F2B2BA2C8E7E346D5473E3ECBF8DA6087A59841C87D8577C01E55BF7C8BBB942F090CE73F6EE7FF9DD54E90F7187B732D5BBBC057BA35A9CADCE212FE3C06545567C79CCF3C722FB59644F59B81EE2CA92D7E40F04CBC599','df85f4e6a8ec8c03efc8d7bb50e424e317d90ade226536ac0a56ea203486e4bf','2026-12-01 03:06:15.238658');
INSERT INTO "runs" VALUES(2,2,'','graded',X'789CED55C96AC33010BDE72B8CCE213421A71EFB1BA598B135B145B49891543784FC7B2559F15262E8A197D25E8CE6CDA299A767E9BA290A7632A4C0B1E762BF8DA6F59512D60AA303C42A53B101769EA38E61EC65C48CA71A33B413DD4567476DB4CBC1D57E805AA3B037748E58DB67B0F29ACB54E0BE09386FA3DD1070E4034A0876E866B03B2017835E835114D7F40DB006954A49A111A80C63F5404389E457F051DADA500C3A8CA8433B2B362FB8281AC3CA3E74B19D7B3B2374CA7E5AC0EF485CD469FC0EAC45BECC6A050F5406EF09A4C5858BFC8C8E1155682D340F1C3D4859A6FD77CB0EC2093A383FC82054301CC2123F09DD207524D2A9692FE5E8BD6DBF418D34D6AD707358E3A627A39B156A1CF95FC04C5EBD8D6A220C02E3494F1378175D68653323744DB815D4E775E51E7F58B9C77FE5AE2A77F5AFFE6BCA3DDE95BBC929AC4629A760D6E7DC6BA29CA16E8296A71BDB09A4C9FA3A616436BE37B3020A95A14BD9A2E46575995DFD68BAC466DE373D56CE212F619CF1B6F904DD0C9AD1','df85f4e6a8ec8c03efc8d7bb50e424e317d90ade226536ac0a56ea203486e4bf','2026-12-01 03:06:15.241297');
CREATE TABLE spreadsheet (
	submission VARCHAR NOT NULL /* What the row of marks.csv is about */, 
	part VARCHAR NOT NULL /* Name of the written part */, 
	item VARCHAR NOT NULL /* Id of the rubric item */, 
	points FLOAT /* Points when the file was last read or written */, 
	comment TEXT NOT NULL /* Comment when the file was last read or written */, 
	grader VARCHAR NOT NULL /* Grader when the file was last read or written */, 
	PRIMARY KEY (submission, part, item), 
	FOREIGN KEY(submission) REFERENCES submissions (id)
);
CREATE TABLE submissions (
	id VARCHAR NOT NULL /* Stable id, the one that results carry */, 
	student VARCHAR NOT NULL /* Who handed it in, as far as the file tells */, 
	at DATETIME NOT NULL /* When the desk first saw it */, 
	PRIMARY KEY (id)
);
INSERT INTO "submissions" VALUES('ada','Ada','2026-12-01 03:06:15.238658');
INSERT INTO "submissions" VALUES('bob','Bob','2026-12-01 03:06:15.241297');
CREATE TABLE verdicts (
	submission VARCHAR NOT NULL /* What was graded */, 
	engine VARCHAR NOT NULL /* What ran it */, 
	tier VARCHAR NOT NULL /* The isolation that was in force */, 
	lines TEXT NOT NULL /* Part, test, verdict, mistake of each test, tabs between */, 
	PRIMARY KEY (submission), 
	FOREIGN KEY(submission) REFERENCES submissions (id)
);
INSERT INTO "verdicts" VALUES('ada','','','linear_forward	test_won	passed	
linear_forward	test_lost	wrong	
linear_backward	test_won	passed	
linear_backward	test_lost	wrong	');
INSERT INTO "verdicts" VALUES('bob','','','linear_forward	test_won	passed	
linear_forward	test_lost	wrong	
linear_backward	test_won	passed	
linear_backward	test_lost	wrong	');
CREATE TABLE versions (
	version INTEGER NOT NULL /* Version of these tables */, 
	at DATETIME NOT NULL /* When the store came to this version */, 
	PRIMARY KEY (version)
);
INSERT INTO "versions" VALUES(3,'2026-12-01 03:06:15.234731');
CREATE INDEX marks_of_an_answer ON marks (submission, part, id);
CREATE INDEX remarks_of_an_answer ON remarks (submission, part, id);
CREATE INDEX ix_runs_handin ON runs (handin);
COMMIT;
