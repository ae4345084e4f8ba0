"""Nothing grows too large, and names keep to the house style."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "service", "services"}

type Function = ast.FunctionDef | ast.AsyncFunctionDef
type Modules = dict[str, ast.Module]


def functions(modules: Modules) -> Iterator[tuple[str, Function]]:
    """Yield every function with the path of its module."""
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, Function.__value__):
                yield path, node


def protocols(modules: Modules) -> dict[str, ast.ClassDef]:
    """Return the classes that are protocols, by name."""
    classes = [node for tree in modules.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {node.name: node for node in classes if "Protocol" in bases(node)}


def bases(node: ast.ClassDef) -> list[str]:
    """Return the names of a class's bases, without their arguments."""
    return [ast.unparse(base).split("[")[0].split(".")[-1] for base in node.bases]


def arguments(node: Function) -> int:
    """Count a function's arguments, `self` and `cls` apart."""
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([arg for arg in given if arg.arg not in {"self", "cls"}])


def test_no_file_is_longer_than_400_lines(root: Path, modules: Modules) -> None:
    lengths = {path: len((root / path).read_text("utf-8").splitlines()) for path in modules}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_60_lines(modules: Modules) -> None:
    lengths = {
        (path, node.name): (node.end_lineno or 0) - node.lineno + 1 for path, node in functions(modules)
    }
    assert {where: length for where, length in lengths.items() if length > 60} == {}


def test_no_function_has_more_than_6_arguments_but_commands_and_routes(packages: Modules) -> None:
    inner = {path: tree for path, tree in packages.items() if not re.search(r"/cli/|/ballast_web/", path)}
    counts = {(path, node.name): arguments(node) for path, node in functions(inner)}
    assert {where: count for where, count in counts.items() if count > 6} == {}


def test_no_port_has_more_than_7_methods(core: Modules) -> None:
    counts = {
        name: sum(isinstance(part, Function.__value__) for part in node.body)
        for name, node in protocols(core).items()
    }
    assert {name: count for name, count in counts.items() if count > 7} == {}


def test_no_class_inherits_a_port(packages: Modules, core: Modules) -> None:
    ports = set(protocols(core))
    heirs = [
        (path, node.name)
        for path, tree in packages.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and ports & set(bases(node))
    ]
    assert heirs == []


def test_every_port_has_a_contract_suite(root: Path, core: Modules) -> None:
    suites = "".join(path.read_text("utf-8") for path in sorted(root.glob("tests/contract/*.py")))
    assert [name for name in protocols(core) if not re.search(rf"\b{name}\b", suites)] == []


def test_no_module_has_a_name_that_says_nothing(modules: Modules) -> None:
    assert [path for path in modules if FORBIDDEN & {Path(path).stem, *Path(path).parent.parts}] == []


def test_every_module_that_ships_opens_with_one_sentence(packages: Modules) -> None:
    silent = [
        path
        for path, tree in packages.items()
        if tree.body and not re.match(r"[^\n]+[.?](\n|$)", ast.get_docstring(tree) or "")
    ]
    assert silent == []


def test_at_most_two_lines_in_a_thousand_silence_a_checker(root: Path, packages: Modules) -> None:
    lines = [line for path in packages for line in (root / path).read_text("utf-8").splitlines()]
    silenced = [line for line in lines if re.search(r"# (noqa|type: ignore|pyright: ignore)", line)]
    assert len(silenced) <= 2 * len(lines) / 1_000, "\n".join(silenced)


def test_what_silences_a_checker_names_what_it_silences(root: Path, modules: Modules) -> None:
    bare = re.compile(r"# (noqa(?!: [A-Z])|type: ignore(?!\[)|pyright: ignore(?!\[))")
    found = {path: bare.findall((root / path).read_text("utf-8")) for path in modules}
    assert {path: hits for path, hits in found.items() if hits} == {}
