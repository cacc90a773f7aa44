"""Class lists, and grades in the form that platforms take back."""

from datetime import datetime

import pytest

from grading.handed_in.times import of_the_download, parse_due, read_dates
from grading.results.platforms import days_late, form_of, grades, read_roster
from grading.results.tables import BadTable, copies, keep_copy, read_table, write_table

ENGLISH = ("Identifier", "Full name", "ID number", "Email address", "Status", "Grade",
           "Maximum Grade", "Grade can be changed", "Last modified (submission)",
           "Last modified (grade)", "Feedback comments")  # fmt: skip
GERMAN = ("ID", "Vollständiger Name", "ID-Nummer", "E-Mail-Adresse", "Status", "Bewertung",
          "Bestwertung", "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)",
          "Zuletzt geändert (Bewertung)", "Feedback als Kommentar")  # fmt: skip
JAPANESE = ("ID", "フルネーム", "IDナンバー", "メールアドレス", "ステータス", "評点", "最大評点",
            "評点は変更可能です", "最終更新日時 (提出)", "最終更新日時 (評点)",
            "フィードバックコメント")  # fmt: skip
WORDS = {
    "en": (ENGLISH, "Participant ", "Wednesday, 4 March 2026, 6:30 PM"),
    "de": (GERMAN, "Teilnehmer/in", "Mittwoch, 4. März 2026, 18:30"),
    "ja": (JAPANESE, "参加者", "2026年 03月 4日(水曜日) 18:30"),
}


def worksheet(language, most="20,00", grade=""):
    """Moodle's: Ada (7) handed in, Ben (8) did not and has an excuse's grade, Cem (9) neither."""
    columns, word, when = WORDS[language]
    rows = [("7", "Ada", "4711", grade, when), ("8", "Ben", "4712", "18,00", "-"),
            ("9", "Cem", "4713", "", "-")]  # fmt: skip
    sheet = []
    for id_, name, number, old, handed_in in rows:
        row = (word + id_, name, number, "a@b", "?", old, most, "Yes", handed_in, "-", "")
        sheet.append(dict(zip(columns, row, strict=True)))
    return sheet


@pytest.mark.parametrize("language", WORDS)
def test_moodle_s_worksheet_is_filled_in_whatever_its_language(language):
    sheet = worksheet(language)
    roster = read_roster("moodle", sheet, "04_softmax")
    assert form_of(sheet) == "moodle"
    assert list(roster.people) == ["7", "8", "9"]
    assert roster.times == {"7": datetime(2026, 3, 4, 18, 30)}
    rows, remarks = grades("moodle", "04", 20, {"7": ("Ada", 12.5), "12": ("Eve", 3.0)}, roster)
    grade = WORDS[language][0][5]
    assert rows[:3] == [{**sheet[0], grade: "12.5"}, *sheet[1:]]
    assert next(iter(rows[3].values())) == WORDS[language][1] + "12"
    assert rows[3][grade] == "3"
    assert remarks == []


@pytest.mark.parametrize("language", WORDS)
def test_where_moodle_hides_names_nobody_is_called_by_the_status(language):
    named = WORDS[language][0][1:4]
    sheet = [{c: v for c, v in row.items() if c not in named} for row in worksheet(language)]
    roster = read_roster("moodle", sheet, "04")
    assert [roster.name_of(student) for student in roster.people] == ["", "", ""]
    rows, _ = grades("moodle", "04", 20, {"7": ("Participant 7", 5), "12": ("Eve", 3.0)}, roster)
    assert [list(row.values())[2] for row in rows] == ["5", "18,00", "", "3"]
    assert list(rows[3].values())[1] == ""
    assert "" not in rows[3]


def test_moodle_s_maximum_is_said_if_it_is_another():
    roster = read_roster("moodle", worksheet("de", most="100,00"), "04")
    rows, remarks = grades("moodle", "04", 20, {"7": ("Ada", 12.5)}, roster)
    assert rows[0]["Bestwertung"] == "100,00"
    assert remarks == [
        "the maximum grade in Moodle is 100: set it to 20 before you upload grades.csv"
    ]


def test_a_grade_that_changes_is_said():
    roster = read_roster("moodle", worksheet("en", grade="12,50"), "04")
    assert grades("moodle", "04", 20, {"7": ("Ada", 12.5)}, roster)[1] == []
    remarks = grades("moodle", "04", 20, {"7": ("Ada", 14.0)}, roster)[1]
    assert remarks == ["the class list had another grade: 7 (12,50, now 14)"]


def test_moodle_s_column_can_be_named():
    sheet = [{"Kennung": f"Teilnehmer/in{n}", "Wer": "A", "Note": "", "Wann": "-"} for n in "78"]
    with pytest.raises(BadTable, match=r"COLUMN.*'Note'"):
        read_roster("moodle", sheet, "04")
    roster = read_roster("moodle", sheet, "04", "Note")
    assert grades("moodle", "04", 20, {"8": ("A", 5.0)}, roster)[0][1]["Note"] == "5"


def test_without_a_worksheet_moodle_s_importer_finds_its_columns():
    (row,), remarks = grades("moodle", "04", 20, {"7": ("Ada", 5.0)})
    assert {"Identifier", "Grade", "Last modified (grade)"} <= row.keys()
    assert (row["Identifier"], row["Grade"]) == ("Participant 7", "5")
    assert "site in English" in remarks[0]


def test_times_that_nobody_understands_are_said():
    sheet = worksheet("en")
    sheet[0]["Last modified (submission)"] = "Humpday, 4 Smarch 2026, 12:30"
    roster = read_roster("moodle", sheet, "04")
    assert roster.times == {}
    assert "not understood, such as 'Humpday" in roster.remarks[0]


ABOUT = {"Student": "A", "ID": "7", "SIS Login ID": "a", "Section": "S"}


def gradebook(*grades, column="04_softmax (991)"):
    """Canvas's: a row about the assignments, then one for each of these grades."""
    head = {**dict.fromkeys(ABOUT, ""), "Student": "    Points Possible", "Notes": ""}
    head |= {column: "20.0", "Other (2)": "9"}
    rows = [
        {**ABOUT, "Student": f"S{i}", "ID": str(i), "Notes": "n", column: grade, "Other (2)": "3"}
        for i, grade in enumerate(grades, start=7)
    ]
    return [head, *rows]


def test_canvas_s_own_column_is_filled_in_and_no_other_is_there():
    book = gradebook("", "18", "EX")
    roster = read_roster("canvas", book, "04_softmax")
    rows, remarks = grades("canvas", "04_softmax", 20, {"7": ("S7", 12.0)}, roster)
    assert list(rows[0]) == [*ABOUT, "Notes", "04_softmax (991)"]
    assert [row["04_softmax (991)"] for row in rows] == ["20.0", "12", "18", "EX"]
    assert remarks == []


def test_who_is_excused_in_canvas_stays_so():
    roster = read_roster("canvas", gradebook("ex", ""), "04_softmax")
    rows, remarks = grades("canvas", "04", 20, {"7": ("S7", 12.0), "8": ("S8", 1.0)}, roster)
    assert [row["04_softmax (991)"] for row in rows[1:]] == ["ex", "1"]
    assert remarks == ["excused in Canvas (EX), and left so: 7 (12)"]


def test_canvas_s_column_is_asked_for_where_the_title_does_not_say_it():
    book = gradebook("", column="Homework 4 (991)")
    with pytest.raises(BadTable, match=r"COLUMN.*'Homework 4 \(991\)', 'Other \(2\)'"):
        read_roster("canvas", book, "04_softmax")
    for column in ("Homework 4", "Homework 4 (991)"):
        assert read_roster("canvas", book, "04_softmax", column).grade == "Homework 4 (991)"
    two = [{**row, "Homework 42 (5)": ""} for row in book]
    with pytest.raises(BadTable, match="more than one"):
        read_roster("canvas", two, "04_softmax", "Homework 4")


def test_without_the_gradebook_canvas_s_new_column_is_said():
    assert "new assignment" in grades("canvas", "04", 20, {"7": ("Ada", 5.0)})[1][0]
    assert "anonymous" in grades("canvas", "04", 20, {"h7F2k": ("", 5.0)})[1][0]


def test_a_list_of_names_keeps_its_columns_and_what_stands_there():
    book = [{"github_username": "ada", "identifier": "Ada L", "group": "x"},
            {"github_username": "", "identifier": "Ben", "group": "y"}]  # fmt: skip
    roster = read_roster("classroom", book, "04")
    assert roster.remarks == ["on the class list without github_username, so never found: Ben"]
    rows, _ = grades("classroom", "04", 20, {"ada": ("Ada L", 5.0)}, roster)
    assert [row["points"] for row in rows] == ["5", ""]
    assert [row["group"] for row in rows] == ["x", "y"]


def test_github_s_own_table_of_grades_is_a_class_list():
    book = [{"assignment_name": "x", "github_username": "ada", "roster_identifier": "Ada L"}]
    assert form_of(book) == "classroom"
    assert read_roster("classroom", book, "04").name_of("ada") == "Ada L"


def test_a_class_list_without_ids_or_with_one_twice_is_refused():
    with pytest.raises(BadTable, match="'Identifier' \\(moodle\\)"):
        form_of([{"first name": "A"}])
    with pytest.raises(BadTable, match="needs a column 'ID'"):
        read_roster("canvas", [{"id": "1"}])
    with pytest.raises(BadTable, match="'1' twice"):
        read_roster("folder", [{"id": "1"}, {"id": "1 "}])


@pytest.mark.parametrize(
    ("handed_in", "days"),
    [("2026-03-01 17:59", 0), ("2026-03-01 18:00", 0), ("2026-03-01 18:01", 1),
     ("2026-03-02 18:00", 1), ("2026-03-03 07:00", 2)],
)  # fmt: skip
def test_days_late_are_begun_days(handed_in, days):
    due = datetime.fromisoformat("2026-03-01 18:00")
    assert days_late(datetime.fromisoformat(handed_in), due) == days
    assert days_late(None, due) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-03-05 18:00", datetime(2026, 3, 5, 18)),
        ("2026-03-05T18:00", datetime(2026, 3, 5, 18)),
        ("2026-03-05", datetime(2026, 3, 5, 23, 59, 59)),
    ],
)
def test_a_date_to_hand_in_is_read(text, time):
    assert parse_due(text) == time


@pytest.mark.parametrize("zone", ["Z", "+00:00"])
def test_a_date_with_a_zone_is_put_on_this_machine_s_clock(zone, monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert parse_due(f"2026-03-05T18:00{zone}") == datetime(2026, 3, 6, 3)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("text", ["", "x", "5.3.2026", "2026-02-30", "0001-01-01T00:00+14:00"])
def test_another_date_is_refused(text):
    with pytest.raises(ValueError, match="DUE must be like"):
        parse_due(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("Saturday, 7 March 2026, 12:05 AM", (0, 5)),
        ("Samstag, 7. März 2026, 18:30", (18, 30)),
        ("sobota, 7 marca 2026, 18:30", (18, 30)),
        ("суббота, 7 марта 2026, 18:30", (18, 30)),
        ("sábado, 7 de março de 2026, 18:30", (18, 30)),
        ("السبت، 7 مارس 2026، 6:30 م", (18, 30)),
        ("2026年03月7日 星期六 18:30", (18, 30)),
        ("शनिवार, 7 मार्च 2026, 6:30 PM", (18, 30)),
    ],
)
def test_dates_are_read_in_the_site_s_language(text, clock):
    assert read_dates([text]) == [datetime(2026, 3, 7, *clock)]


@pytest.mark.parametrize("text", ["Monday, 7 March 2026, 12:05", "7/3/2026, 12:05", "", "2026"])
def test_a_date_in_doubt_is_not_read(text):
    assert read_dates([text, "Samstag, 7. März 2026, 18:30"]) is None


def test_few_files_hours_apart_are_no_download():
    assert not of_the_download([datetime(2026, 3, 1, 8), datetime(2026, 3, 1, 12)])
    assert not of_the_download([])


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_as_spreadsheets_write_them_are_read(mark, tmp_path):
    (tmp_path / "x.csv").write_bytes(f'\ufeffid{mark}name\r\n1{mark}"Zoë\r\nB"\r\n'.encode())
    assert read_table(tmp_path / "x.csv") == [{"id": "1", "name": "Zoë\nB"}]


def test_a_table_with_a_column_twice_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("id,id\n1,2\n")
    with pytest.raises(BadTable, match="more than one column 'id'"):
        read_table(tmp_path / "x.csv")


def test_a_text_like_a_formula_stays_a_text(tmp_path):
    write_table(tmp_path / "x.csv", [{"a": "=HYPERLINK(1)", "b": "-3", "c": "+x"}])
    (row,) = read_table(tmp_path / "x.csv")
    assert row == {"a": "'=HYPERLINK(1)", "b": "-3", "c": "'+x"}


def test_kept_copies_overwrite_nothing(tmp_path):
    path, kept = tmp_path / "x.csv", []
    for text in ("a", "b", "a"):
        path.write_text(text)
        kept.append(keep_copy(path))
    assert kept[0] == kept[2]
    assert {copy.read_text() for copy in copies(path)} == {"a", "b"}
