"""Settings: who beats whom, where each value came from, and what a mistake says."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from ballast_adapters.settings import Settings, explain, load_settings, web_proxy
from ballast_core.shared.errors import InvalidError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home, with the current folder in another place without a file."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    """Return an environment that names the home."""
    return {"BALLAST_HOME": str(home)}


def problems(env: dict[str, str], flags: dict[str, object] | None = None) -> dict[str, str]:
    with pytest.raises(InvalidError) as caught:
        load_settings(flags, env)
    return {problem.where: problem.what for problem in caught.value.problems}


def test_nothing_set_gives_defaults_that_need_nothing(home: Path, env: dict[str, str]) -> None:
    settings = load_settings(env=env)
    assert (settings.home, settings.data_dir) == (home, home / "data")
    assert (settings.database_url, settings.api_token, settings.path_remap) == (None, None, {})
    assert (settings.api.host, settings.api.port) == ("127.0.0.1", 8000)
    assert settings.embedded.postgres_bin == "auto"


def test_the_given_environment_is_the_only_one(monkeypatch: pytest.MonkeyPatch, env: dict[str, str]) -> None:
    monkeypatch.setenv("BALLAST_API__PORT", "1")
    assert load_settings(env=env).api.port == 8000
    assert Settings().api.port == 8000


def test_without_a_given_environment_the_real_one_is_read(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("BALLAST_HOME", str(home))
    assert load_settings().home == home


def test_flag_beats_environment_beats_file_beats_default(home: Path, env: dict[str, str]) -> None:
    (home / "ballast.toml").write_text('[api]\nhost = "file"\nport = 1\n[database]\npool_size = 3\n')
    settings = load_settings({"api.host": "flag", "api.port": None}, env | {"BALLAST_API__PORT": "2"})
    assert (settings.api.host, settings.api.port, settings.database.pool_size) == ("flag", 2, 3)


def test_each_value_tells_its_origin(home: Path, env: dict[str, str]) -> None:
    file = home / "ballast.toml"
    file.write_text("[database]\npool_size = 3\n")
    shown = {s.key: (s.value, s.origin) for s in explain({"data_dir": "/models"}, env)}
    assert shown["data_dir"] == ("/models", "flag")
    assert shown["home"] == (str(home), "environment BALLAST_HOME")
    assert shown["database.pool_size"] == ("3", f"file {file}")
    assert shown["api.port"] == ("8000", "default")
    assert shown["config"] == (str(file), "default")


def test_secrets_are_masked_and_an_address_keeps_all_but_its_password(env: dict[str, str]) -> None:
    url = "postgresql://ballast:s3:c/r@t@db:5432/ballast?sslmode=require&password=s3cret"
    secrets = {"BALLAST_API_TOKEN": "s3cret-and-longer", "BALLAST_DATABASE_URL": url}
    shown = {s.key: s.value for s in explain(env=env | secrets)}
    address = "postgresql://ballast:********@db:5432/ballast?sslmode=require&password=********"
    assert (shown["api_token"], shown["database_url"]) == ("********", address)
    assert "s3" not in repr(load_settings(env=env | secrets))


@pytest.mark.parametrize(
    "url", ["postgresql://db:5432/ballast", "postgresql://ballast@/ballast?host=/run/x&port=5432"]
)
def test_an_address_without_password_is_shown_as_it_is(env: dict[str, str], url: str) -> None:
    shown = {s.key: s.value for s in explain(env=env | {"BALLAST_DATABASE_URL": url})}
    assert shown["database_url"] == url


def test_a_secret_comes_from_a_file_without_its_last_line_end(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "token").write_text("abc-to-xyz-and-back\n")
    settings = load_settings(env=env | {"BALLAST_API_TOKEN_FILE": str(tmp_path / "token")})
    assert settings.api_token is not None
    assert settings.api_token.get_secret_value() == "abc-to-xyz-and-back"


@pytest.mark.parametrize("token", ["a", "   ", "fifteen letters"])
def test_a_token_that_is_soon_guessed_is_refused(env: dict[str, str], token: str) -> None:
    assert problems(env | {"BALLAST_API_TOKEN": token}) == {
        "BALLAST_API_TOKEN": "must have 16 characters at least"
    }


def test_a_secret_and_its_file_exclude_each_other(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "token").write_text("abc-to-xyz-and-back")
    both = {"BALLAST_API_TOKEN_FILE": str(tmp_path / "token"), "BALLAST_API_TOKEN": "abc-to-xyz-and-back"}
    assert problems(env | both) == {
        "BALLAST_API_TOKEN": "BALLAST_API_TOKEN_FILE is set too; set one of the two"
    }


def test_a_secret_in_the_environment_beats_its_file_in_the_toml(home: Path, env: dict[str, str]) -> None:
    (home / "token").write_text("from the one file")
    (home / "ballast.toml").write_text('api_token_file = "token"\n')
    from_file = load_settings(env=env).api_token
    from_env = load_settings(env=env | {"BALLAST_API_TOKEN": "abc-to-xyz-and-back"}).api_token
    assert from_file is not None
    assert from_env is not None
    assert (from_file.get_secret_value(), from_env.get_secret_value()) == (
        "from the one file",
        "abc-to-xyz-and-back",
    )


def test_a_secret_file_that_is_missing_or_empty_is_a_problem(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "empty").write_text("\n")
    files = {
        "BALLAST_API_TOKEN_FILE": str(tmp_path / "none"),
        "BALLAST_DATABASE_URL_FILE": str(tmp_path / "empty"),
    }
    assert problems(env | files) == {
        "BALLAST_API_TOKEN_FILE": f"cannot read {tmp_path / 'none'}: No such file or directory",
        "BALLAST_DATABASE_URL_FILE": f"{tmp_path / 'empty'} is empty",
    }


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("BALLAST_API_TOKN", "BALLAST_API_TOKEN"),
        ("BALLAST_API_PORT", "BALLAST_API__PORT"),
        ("BALLAST_DATABASE", "BALLAST_DATABASE_URL"),
        ("BALLAST_DATADIR", "BALLAST_DATA_DIR"),
    ],
)
def test_an_unknown_variable_names_the_nearest_one(env: dict[str, str], wrong: str, right: str) -> None:
    assert problems(env | {wrong: "x"}) == {wrong: f"there is no such setting; did you mean {right}?"}


def test_an_unknown_key_of_the_file_names_the_nearest_one(home: Path, env: dict[str, str]) -> None:
    file = home / "ballast.toml"
    file.write_text('[api]\nprot = 1\n[path_remap]\n"/old" = "/new"\n')
    assert problems(env) == {f"{file}: api.prot": "there is no such setting; did you mean api.port?"}


def test_an_unknown_flag_names_the_nearest_one(env: dict[str, str]) -> None:
    assert problems(env, {"api.prot": 1}) == {"--prot": "there is no such setting; did you mean --port?"}


def test_variables_of_the_tests_and_empty_ones_are_left_alone(env: dict[str, str]) -> None:
    settings = load_settings(
        env=env | {"BALLAST_TEST_DATABASE_URL": "x", "BALLAST_API_TOKEN": "", "HOME": "/"}
    )
    assert settings.api_token is None


def test_all_problems_come_at_once(env: dict[str, str]) -> None:
    found = problems(
        env
        | {
            "BALLAST_API__PORT": "many",
            "BALLAST_DATABASE_URL": "mysql://root:s3cret@db",
            "BALLAST_NONSENSE": "1",
            "BALLAST_HOME": "~nobody-of-that-name/x",
            "BALLAST_PATH_REMAP": "/old",
        },
        {"database.pool_size": 0},
    )
    assert set(found) == {
        "BALLAST_API__PORT",
        "BALLAST_DATABASE_URL",
        "BALLAST_NONSENSE",
        "BALLAST_HOME",
        "BALLAST_PATH_REMAP",
        "--pool-size",
    }
    assert found["BALLAST_API__PORT"].endswith("(found 'many')")
    assert found["BALLAST_DATABASE_URL"] == "must begin with postgresql://"


def test_a_broken_file_tells_its_line(home: Path, env: dict[str, str]) -> None:
    file = home / "ballast.toml"
    file.write_text("[api]\nport = \n")
    assert "line 2" in problems(env)[str(file)]


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path, env: dict[str, str]) -> None:
    missing = str(tmp_path / "none.toml")
    assert problems(env | {"BALLAST_CONFIG": missing}) == {
        missing: "cannot be read: No such file or directory"
    }


def test_the_file_is_the_named_one_then_that_of_the_folder_then_that_of_the_home(
    home: Path, env: dict[str, str], tmp_path: Path
) -> None:
    named = tmp_path / "named.toml"
    (home / "ballast.toml").write_text("api.port = 3")
    assert load_settings(env=env).api.port == 3
    Path("ballast.toml").write_text("api.port = 2")
    assert load_settings(env=env).api.port == 2
    named.write_text("api.port = 1")
    assert load_settings({"config": named}, env).api.port == 1
    assert load_settings(env=env | {"BALLAST_CONFIG": str(named)}).config == named


def test_a_path_in_the_file_counts_from_its_folder(home: Path, env: dict[str, str]) -> None:
    (home / "ballast.toml").write_text('data_dir = "models"\ncontracts = "mine.toml"')
    settings = load_settings(env=env)
    assert (settings.data_dir, settings.contracts) == (home / "models", home / "mine.toml")


@pytest.mark.parametrize("text", ['{"/old": "/new", "/a b": "/c"}', "/old=/new, /a b=/c"])
def test_paths_are_remapped_by_json_or_pairs(env: dict[str, str], text: str) -> None:
    assert load_settings(env=env | {"BALLAST_PATH_REMAP": text}).path_remap == {"/old": "/new", "/a b": "/c"}


def test_only_an_embedded_database_migrates_by_itself(env: dict[str, str]) -> None:
    server = {"BALLAST_DATABASE_URL": "postgresql://db/ballast"}
    asked = server | {"BALLAST_DATABASE__MIGRATE_ON_START": "yes"}
    assert load_settings(env=env).database.migrate_on_start
    assert not load_settings(env=env | server).database.migrate_on_start
    assert load_settings(env=env | asked).database.migrate_on_start


def test_a_dotenv_file_is_not_read(env: dict[str, str]) -> None:
    Path(".env").write_text("BALLAST_API__PORT=1\n")
    assert load_settings(env=env).api.port == 8000


def test_several_hosts_stand_in_one_variable(env: dict[str, str]) -> None:
    env |= {"BALLAST_API__HOSTS": "ballast.lan, pi.local"}
    assert load_settings(env=env).api.hosts == ("ballast.lan", "pi.local")
    assert {shown.key: shown.value for shown in explain(env=env)}["api.hosts"] == "ballast.lan,pi.local"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LocalHost"])
def test_nobody_signs_in_where_only_this_machine_can_ask(host: str) -> None:
    assert not Settings(api={"host": host}).needs_sign_in


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.7", "pi.local", "localhost.example"])  # noqa: S104 - asked, not bound
def test_listening_to_others_needs_sign_in(host: str) -> None:
    assert Settings(api={"host": host}).needs_sign_in


@pytest.mark.parametrize("api", [{"hosts": ("pi.lan",)}, {"proxies": ("10.0.0.1",)}, {"sign_in": "always"}])
def test_whatever_lets_others_in_needs_sign_in(api: dict[str, object]) -> None:
    assert Settings.model_validate({"api": api}).needs_sign_in
    assert Settings(api_token=SecretStr("a secret of length")).needs_sign_in


@pytest.mark.parametrize("path", ["ballast", "//elsewhere.example", "/two words", "/a//b", "/a?b", "/<b>"])
def test_a_path_prefix_is_a_plain_path(path: str) -> None:
    with pytest.raises(InvalidError, match="must be a path such as /ballast"):
        load_settings({"api.root_path": path}, {})


@pytest.mark.parametrize(("given", "kept"), [("/ballast/", "/ballast"), ("/", ""), ("/a/b-2", "/a/b-2")])
def test_a_path_prefix_loses_its_last_slash(given: str, kept: str) -> None:
    assert load_settings({"api.root_path": given}, {}).api.root_path == kept


def test_the_proxy_of_an_address_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "near.example")
    asked = ("https://far.example/x", "http://far.example", "https://near.example", "nowhere")
    assert [web_proxy(url) for url in asked] == ["http://proxy.example:3128", "", "", ""]


def test_sources_are_named_in_their_order() -> None:
    settings = load_settings(env={"BALLAST_SOURCES__BARS": "polygon, yfinance"})
    assert settings.sources.bars == ("polygon", "yfinance")


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("BALLAST_SOURCES__BARS", "bloomberg", "recorded"),
        ("BALLAST_SOURCES__NEWS", "newsapi,newsapi", "once"),
        ("BALLAST_VENDORS__FRED_URL", "https://me:word@fred.example", "password"),
        ("BALLAST_VENDORS__FRED_URL", "ftp://fred.example", "https://"),
        ("BALLAST_REDIS_URL", "http://cache.example", "redis://"),
    ],
)
def test_a_wrong_setting_of_market_data_says_what_is_right(variable: str, value: str, told: str) -> None:
    with pytest.raises(InvalidError) as caught:
        load_settings(env={variable: value})
    assert variable in caught.value.problems[0].where
    assert told in caught.value.problems[0].what


def test_keys_of_providers_are_read_from_files_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("very-secret\n", "utf-8")
    env = {
        "BALLAST_VENDORS__POLYGON_KEY_FILE": str(tmp_path / "key"),
        "BALLAST_VENDORS__FRED_KEY": "two words",
    }
    with pytest.raises(InvalidError) as caught:
        load_settings(env=env)
    assert "two words" not in str([caught.value, *caught.value.problems])
    del env["BALLAST_VENDORS__FRED_KEY"]
    key = load_settings(env=env).vendors.polygon_key
    assert key is not None
    assert key.get_secret_value() == "very-secret"
    assert "very-secret" not in str(explain(env=env))
