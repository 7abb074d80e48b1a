"""Reading and applying the patches of this folder, without any tool beside Python."""
import dataclasses
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Mutant:
    name: str
    bug: str
    source: str
    breaks: str
    # By file: pairs of the lines that stand there and those that replace them.
    hunks: dict[str, list[tuple[list[str], list[str]]]]

    @property
    def id(self) -> str:
        return self.name.split("-")[0]


class DoesNotApply(Exception):
    pass


def read(path: pathlib.Path) -> Mutant:
    lines = path.read_text(encoding="utf-8").splitlines()
    if not (lines[0].endswith(".") and lines[1].startswith("Source: ")
            and lines[2].startswith("Breaks: ")):
        raise ValueError(f"{path.name}: does not begin with bug, source and what it breaks")
    hunks: dict[str, list[tuple[list[str], list[str]]]] = {}
    file = ""
    for line in lines[3:]:
        if line.startswith("--- a/"):
            file = ""  # the next one begins
        elif line.startswith("+++ b/"):
            file = line[len("+++ b/"):].split("\t")[0]
            hunks[file] = []
        elif line.startswith("@@"):
            hunks[file].append(([], []))
        elif file and hunks[file] and line[:1] in (" ", "-", "+"):
            old, new = hunks[file][-1]
            if line[0] != "+":
                old.append(line[1:])
            if line[0] != "-":
                new.append(line[1:])
    if not hunks:
        raise ValueError(f"{path.name}: changes nothing")
    return Mutant(path.stem, lines[0], lines[1].removeprefix("Source: "),
                  lines[2].removeprefix("Breaks: "), hunks)


def read_all() -> list[Mutant]:
    return [read(path) for path in sorted(FOLDER.glob("*.patch"))]


def mutated(mutant: Mutant, tree: pathlib.Path) -> dict[str, str]:
    """The new text of each file that the mutant changes. The lines of a hunk must stand there once."""
    texts = {}
    for file, hunks in mutant.hunks.items():
        text = (tree / file).read_text(encoding="utf-8")
        for old, new in hunks:
            before = "".join(line + "\n" for line in old)
            if text.count(before) != 1:
                raise DoesNotApply(f"{mutant.name}: {file} has {text.count(before)} times\n{before}")
            text = text.replace(before, "".join(line + "\n" for line in new))
        texts[file] = text
    return texts
