"""An installed wheel is complete, adds no generic names, and is not shadowed by a user's own folders."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build from a copy of what git tracks or would track: a build writes into the folder it builds."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    names = ["verify", "derivations", "reports", "pyproject.toml", "README.md", "LICENSE"]
    subprocess.run(["cp", "-a", *names, str(tree)], cwd=ROOT, check=True)
    subprocess.run([*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(tree)], check=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Unpack the wheel into a folder of its own (dependencies come from this environment)."""
    site = tmp_path_factory.mktemp("site")
    subprocess.run([*PIP, "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)], check=True)
    return site


def run(installed, folder, *words):
    """Run Python in `folder` with the wheel first on the path, and nothing of this repository."""
    environment = {"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_only_the_package(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"verify", wheel.name.split("-py3")[0] + ".dist-info"}


def test_the_wheel_is_complete(wheel):
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("verify/")}
    wanted = {str(p.relative_to(ROOT)) for p in (ROOT / "verify").rglob("*.py")}
    for link in ("derivations", "reports"):
        wanted |= {f"verify/{p.relative_to(ROOT)}" for p in (ROOT / link).rglob("*.py")}
    assert wanted - held == set()
    assert {"verify/py.typed", "verify/derivations/references.bib"} <= held


def test_it_has_both_commands_and_its_license(wheel):
    archive = zipfile.ZipFile(wheel)
    info = wheel.name.split("-py3")[0] + ".dist-info"
    commands = archive.read(f"{info}/entry_points.txt").decode()
    assert "verify = verify.cli:main" in commands
    assert "verify-derivations = verify.cli:main" in commands
    assert f"{info}/licenses/LICENSE" in archive.namelist()


def test_it_runs_from_an_empty_folder(installed, tmp_path):
    done = run(installed, tmp_path, "-m", "verify", "list", "dropout")
    assert (done.returncode, done.stderr) == (0, "")
    assert "dropout.expected_loss_eq_ridge" in done.stdout
    where = run(installed, tmp_path, "-c", "import verify; print(verify.__file__)").stdout.strip()
    assert where == str(installed / "verify" / "__init__.py")


def test_a_users_folders_shadow_nothing(installed, tmp_path):
    for name in ("derivations", "reports", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('shadowed')\n")
        (tmp_path / name / "dropout.py").write_text("raise RuntimeError('shadowed')\n")
    done = run(installed, tmp_path, "-m", "verify", "list", "dropout")
    assert (done.returncode, done.stderr) == (0, "")
    assert "dropout.expected_loss_eq_ridge" in done.stdout


def test_it_checks_from_an_empty_folder(installed, tmp_path):
    done = run(installed, tmp_path, "-m", "verify", "all", "ift6135-2020-hw3:4.2", "--device", "cpu")
    assert (done.returncode, done.stderr) == (0, "")
    assert "discriminators.density_ratio" in done.stdout


def test_the_lock_pins_everything_exactly_and_names_no_host():
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert "torch==2.13.0" in pins
    assert all(line.count("==") == 1 and "://" not in line and " " not in line for line in pins)
