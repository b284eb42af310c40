"""What holds for the project as a whole: its lock files, commands, licence and what it may mention."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What pydantic brings along.
RECORDS_MAY_IMPORT = {
    "annotated_types",
    "crossclaim",
    "pydantic",
    "pydantic_core",
    "typing_extensions",
    "typing_inspection",
}
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


def tracked_files(repository: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := repository / name).is_file()]


def test_the_records_import_pydantic_and_the_standard_library_only() -> None:
    script = "import sys; before = set(sys.modules); import crossclaim.model; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    # The standard library's own settings go by the name of the platform.
    packages = {name.partition(".")[0] for name in loaded if not name.startswith("_sysconfigdata")}
    assert {"crossclaim", "pydantic"} <= packages
    assert packages - sys.stdlib_module_names - RECORDS_MAY_IMPORT == set()
    assert {name for name in loaded if name.startswith("crossclaim.")} <= {
        "crossclaim.errors",
        "crossclaim.model",
        *(
            f"crossclaim.model.{name}"
            for name in (
                "claim",
                "document",
                "event",
                "names",
                "parties",
                "people",
                "precision",
                "review",
                "source",
                "span",
                "vocabulary",
            )
        ),
    }


# Written so that this file is not among its own findings.
PRIVATE = {
    "a path of some machine": r"(?<![\w.$}/*])/(wor[k]|roo[t]|op[t]|hom[e]/\w+|User[s]/\w+)(/|\b(?=[`\"'\s]))",
    "a registry": r"pyp[i]\.org|pythonhoste[d]|registry\.npm[j]s|--index-ur[l]|--find-link[s]|file:/[/]/",
}


@pytest.mark.parametrize("what", PRIVATE)
def test_the_tree_mentions_no_machine_and_no_registry(what: str, repository: Path) -> None:
    pattern = re.compile(PRIVATE[what])
    found = [
        f"{path.relative_to(repository)}:{number}"
        for path in tracked_files(repository)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("see /wor" + "k/main/src", "a path of some machine"),
        ("run '/hom" + "e/someone/crossclaim'", "a path of some machine"),
        ("--index-ur" + "l https://example.org", "a registry"),
        ("from https://pyp" + "i.org/simple", "a registry"),
    ],
)
def test_what_may_not_be_mentioned_is_recognised(line: str, what: str) -> None:
    assert re.search(PRIVATE[what], line)


@pytest.mark.parametrize(
    "line", ["docs/work/notes.md", "the town/camp road", "https://example.org/home", "and/or", "10/opt"]
)
def test_other_slashes_are_nothing_private(line: str) -> None:
    assert not any(re.search(pattern, line) for pattern in PRIVATE.values())


def locked(repository: Path, name: str) -> dict[str, set[str]]:
    """The versions a lock file holds, by project; a project may have one for each range of Python versions."""
    versions: dict[str, set[str]] = {}
    for line in (repository / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9-]+)==([^ ;]+)", line):
            versions.setdefault(match[1], set()).add(match[2])
    return versions


def required(project: dict[str, Any], *groups: str) -> list[Requirement]:
    stated = project["project"]["dependencies"] + [r for group in groups for r in project["dependency-groups"][group]]
    return [Requirement(requirement) for requirement in stated]


@pytest.mark.parametrize(
    ("name", "groups"), [("requirements.lock", ("build",)), ("requirements-dev.lock", ("build", "dev", "docs"))]
)
def test_a_lock_file_holds_what_the_project_requires(
    name: str, groups: tuple[str, ...], project: dict[str, Any], repository: Path
) -> None:
    versions = locked(repository, name)
    unmet = [
        str(requirement)
        for requirement in required(project, *groups)
        if not any(map(requirement.specifier.contains, versions.get(canonicalize_name(requirement.name), ())))
    ]
    assert unmet == [], "run make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hashes(name: str, repository: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (repository / name).read_text(encoding="utf-8"))[1:]
    assert len(blocks) > 20
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_both_lock_files_agree(repository: Path) -> None:
    runtime, development = (locked(repository, name) for name in LOCKS)
    assert {name: versions for name, versions in development.items() if name in runtime} == runtime


def test_no_lock_file_holds_a_training_framework(repository: Path) -> None:
    assert not {"torch", "tensorflow", "jax"} & locked(repository, "requirements-dev.lock").keys()


def test_the_build_group_is_what_the_build_requires(project: dict[str, Any]) -> None:
    editable = {"editables>=0.5"}  # what an editable install asks for besides
    assert set(project["dependency-groups"]["build"]) == set(project["build-system"]["requires"]) | editable


def targets(repository: Path) -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_command_of_the_makefile_is_described(repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == targets(repository)
    described = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [target for target in sorted(targets(repository)) if f"`make {target}`" not in described] == []


def test_continuous_integration_runs_the_same_commands(repository: Path) -> None:
    script = repository / ".ci" / "run"
    commands = re.search(r"^for command in (.*); do$", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands
    assert {"demo", "test", "check", "docs", "gate", "train-tiny"} == set(commands[1].split()) <= targets(repository)
    assert script.stat().st_mode & 0o111


def test_the_licence_is_whole(repository: Path) -> None:
    licence = (repository / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in licence
    assert licence.rstrip().endswith("limitations under the License.")


def test_the_changelog_has_the_next_version(repository: Path) -> None:
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]\n+### \w+\n+- ", changelog, re.MULTILINE)


def test_hooks_before_a_commit_fetch_nothing(repository: Path) -> None:
    hooks = (repository / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (.*)", hooks)) == {"local"}
    assert set(re.findall(r"language: (.*)", hooks)) == {"system"}
