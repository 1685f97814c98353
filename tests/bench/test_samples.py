"""The command that reads a folder of samples tells of each file what an import would make of it."""

from tests.bench import samples
from tests.parser.formats.news_samples import message, news_item
from tests.parser.formats.samples import HEADLINE, TEXT


def test_each_file_and_each_in_it_has_a_line(tmp_path, capsys):
    (tmp_path / "bruecke.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "zwei.xml").write_text(message(news_item(), news_item(guid="2")), encoding="utf-8")
    (tmp_path / "tabelle.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    code = samples.main([str(tmp_path), "--full"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert sum(f"»{HEADLINE}«" in line for line in lines) == 3
    assert any("unsupported" in line and "[tabelle.csv]" in line for line in lines)
    assert any(line.startswith("text") and "1.000" in line for line in lines)
    assert any("paragraph: Die neue Brücke" in line for line in lines)


def test_what_breaks_is_told(tmp_path, capsys, monkeypatch):
    def breaks(data: bytes, name: str):
        raise ZeroDivisionError("kaputt")

    monkeypatch.setattr(samples, "parse_clip", breaks)
    (tmp_path / "bruecke.txt").write_text(TEXT, encoding="utf-8")

    assert samples.main([str(tmp_path)]) == 1
    assert "ZeroDivisionError: kaputt" in capsys.readouterr().out
