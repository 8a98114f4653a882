//! jekyll-github-metadata 2.15.0, and 2.16.1 where the network is switched off, which came with that, as they work
//! without a network: `site.github`, the fallbacks for `title`, `description`,
//! `url` and `baseurl`, `{% github_edit_link %}` (`Jekyll::GitHubMetadata`). What only GitHub knows is nil or false.

use std::any::Any;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::address::{check, join, origin};
use super::asking::{dig, get, variable};
use super::git;
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::environment::Environment;
use crate::jekyll::filters::uri::Uri;
use crate::jekyll::fs::Files;
use crate::jekyll::log::Log;
use crate::jekyll::merge::deep_merged;
use crate::jekyll::plugin::{Hooks, Plugin, SiteEvent};
use crate::jekyll::setup::Setup;
use crate::jekyll::site::Site;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, to_s};
use crate::value::{
    Array, Drop, Hash, Map, Str, StrKey, Value, no_conversion_of, no_method, to_json_pretty,
};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct GitHubMetadata;

const TOPIC: &str = "GitHub Metadata:";

impl Plugin for GitHubMetadata {
    fn name(&self) -> &str {
        "jekyll-github-metadata"
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.tag("github_edit_link", parse);
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        let known: Arc<OnceLock<Arc<Repository>>> = Arc::default();
        let kept = known.clone();
        hooks.register_site(SiteEvent::AfterInit, Hooks::NORMAL, move |site| {
            let repository = kept.get_or_init(|| Arc::new(Repository::of(&site.setup)));
            add_fallbacks(site, repository);
            Ok(())
        });
        hooks.register_site(SiteEvent::PreRender, Hooks::NORMAL, move |site| {
            let repository = known.get_or_init(|| Arc::new(Repository::of(&site.setup)));
            inject(site, repository)
        });
    }
}

/// `SiteGitHubMunger#munge!`
fn add_fallbacks(site: &mut Site, repository: &Arc<Repository>) {
    let setup = site.setup_mut();
    setup.log.debug(TOPIC, "Initializing...");
    let fallback = |what| Value::drop(Fallback::new(what, repository));
    let config = &mut setup.config;
    let names_itself = config.is_set("name") && !config.is_set("title");
    if names_itself {
        setup.log.warn(
            TOPIC,
            "site.name is set in _config.yml, but many plugins and themes expect site.title to be used instead. To \
             avoid potential inconsistency, Jekyll GitHub Metadata will not set site.title to the repository's name.",
        );
    } else if !config.is_set("title") {
        config.set("title", fallback(What::Title));
    }
    if !config.is_set("description") {
        config.set("description", fallback(What::Description));
    }
    let instance = &repository.instance;
    if setup.environment.jekyll_env() != "production" && !instance.is_page_build() {
        return;
    }
    if !config.is_set("url") {
        config.set("url", fallback(What::Url));
    }
    let takes_baseurl = match config.get("baseurl") {
        Value::Nil => true,
        baseurl => baseurl.as_str() == Some("/"),
    };
    if takes_baseurl {
        config.set("baseurl", fallback(What::Baseurl));
    }
}

/// `SiteGitHubMunger#inject_metadata!`
fn inject(site: &mut Site, repository: &Arc<Repository>) -> Result<()> {
    let mut metadata = Metadata {
        repository: repository.clone(),
        changes: Map::default(),
    };
    let github = match site.setup.config.get("github") {
        Value::Nil => Value::drop(metadata),
        Value::Hash(own) if repository.instance.is_offline() => {
            metadata.merge(own)?;
            Value::drop(metadata)
        }
        Value::Hash(own) => Value::from(deep_merged(metadata.entries()?.as_map(), own)?),
        _ => return Ok(()),
    };
    site.setup_mut().config.set("github", github);
    Ok(())
}

/// What environment variables say of the GitHub that hosts the repository (`GitHubMetadata::Pages`).
struct Instance {
    environment: Environment,
}

impl Instance {
    fn given(&self, name: &str) -> Option<&str> {
        self.environment.get(name).filter(|value| !value.is_empty())
    }

    /// A variable, another one that may be set to nothing, or a default.
    fn variable(&self, name: &str, other: &str, default: &str) -> String {
        let value = self.given(name).or_else(|| self.environment.get(other));
        value.unwrap_or(default).to_string()
    }

    fn address(&self, name: &str, other: &str, default: &str) -> String {
        let mut address = self.variable(name, other, default);
        if address.ends_with('/') {
            address.pop();
        }
        address
    }

    fn env(&self) -> String {
        self.variable("PAGES_ENV", "JEKYLL_ENV", "development")
    }

    fn is_enterprise(&self) -> bool {
        self.env() == "enterprise"
    }

    fn has_custom_domains(&self) -> bool {
        matches!(self.env().as_str(), "dotcom" | "test")
    }

    /// Whether the network is switched off, which version 2.16 can be told.
    fn is_offline(&self) -> bool {
        self.environment.get("PAGES_DISABLE_NETWORK").is_some()
    }

    fn is_page_build(&self) -> bool {
        self.given("PAGE_BUILD_ID").is_some()
    }

    fn scheme(&self) -> &'static str {
        let has_ssl = self.given("SSL") == Some("true") || self.env() == "test";
        if has_ssl { "https" } else { "http" }
    }

    fn hostname(&self) -> String {
        self.address("PAGES_GITHUB_HOSTNAME", "GITHUB_HOSTNAME", "github.com")
    }

    fn pages_hostname(&self) -> String {
        let default = match self.env().as_str() {
            "development" => "localhost:4000",
            _ => "github.io",
        };
        self.address("PAGES_PAGES_HOSTNAME", "PAGES_HOSTNAME", default)
    }

    fn api_url(&self) -> String {
        self.address("PAGES_API_URL", "API_URL", "https://api.github.com")
    }

    fn help_url(&self) -> String {
        let default = match self.is_offline() {
            true => "https://docs.github.com",
            false => "https://help.github.com",
        };
        self.address("PAGES_HELP_URL", "HELP_URL", default)
    }

    fn github_url(&self) -> String {
        let hostname = self.hostname();
        if self.env() == "dotcom" || hostname == "github.com" {
            "https://github.com".to_string()
        } else {
            format!("{}://{hostname}", self.scheme())
        }
    }
}

/// The repository that a site lies in (`GitHubMetadata::Repository`).
struct Repository {
    instance: Instance,
    log: Arc<dyn Log>,
    /// `owner/name`; nothing where nobody says it.
    nwo: Option<String>,
    commit: Option<String>,
    has_client: AtomicBool,
    /// What GitHub would have been asked once: it is said then that there is no connection.
    asked: [OnceLock<()>; 9],
}

/// What GitHub would be asked.
#[derive(Clone, Copy)]
enum Question {
    Repository,
    Pages,
    Owner,
    Organization,
    Contributors,
    Releases,
    LatestRelease,
    Domain,
    PublicRepositories,
}

impl Repository {
    fn of(setup: &Setup) -> Self {
        let environment = setup.environment.clone();
        let instance = Instance { environment };
        let repository = git::Repository::around(setup.environment.folder(), setup.files.as_ref());
        let given = setup.environment.get("JEKYLL_BUILD_REVISION");
        let commit = match given {
            Some(commit) => Some(commit.to_string()),
            None => repository.as_ref().map(git::Repository::head),
        };
        Repository {
            nwo: name_with_owner(setup, &instance),
            log: setup.log.clone(),
            commit,
            has_client: AtomicBool::new(has_credentials(&setup.environment, setup.files.as_ref())),
            asked: Default::default(),
            instance,
        }
    }

    /// `GitHubMetadata.client`: the first time it is said that nobody is logged in.
    fn client(&self) {
        if !self.has_client.swap(true, Ordering::Relaxed) {
            self.log.warn(
                TOPIC,
                "No GitHub API authentication could be found. Some fields may be missing or have incorrect data.",
            );
        }
    }

    /// Asks GitHub, which nobody can reach here.
    fn ask(&self, question: Question) {
        self.asked[question as usize].get_or_init(|| {
            let times = match question {
                Question::Owner | Question::Domain => 2,
                _ => 1,
            };
            (0..times).for_each(|_| self.complain());
        });
    }

    fn complain(&self) {
        self.client();
        self.log.warn(
            TOPIC,
            "No internet connection. GitHub metadata may be missing or incorrect.",
        );
    }

    fn nwo(&self) -> Result<&str> {
        self.nwo.as_deref().ok_or_else(|| {
            Error::new(
                ErrorKind::Fatal,
                "No repo name found. Specify using PAGES_REPO_NWO environment variables, 'repository' in your \
                 configuration, or set up an 'origin' git remote pointing to your github.com repository.",
            )
        })
    }

    fn owner(&self) -> Result<&str> {
        Ok(self.nwo()?.split('/').next().unwrap_or_default())
    }

    fn name(&self) -> Result<&str> {
        let nwo = self.nwo()?.trim_end_matches('/');
        Ok(nwo.rsplit('/').next().unwrap_or_default())
    }

    fn owner_url(&self) -> Result<String> {
        Ok(format!("{}/{}", self.instance.github_url(), self.owner()?))
    }

    fn url(&self) -> Result<String> {
        Ok(format!("{}/{}", self.owner_url()?, self.name()?))
    }

    /// `default_user_domain`
    fn user_domain(&self) -> Result<String> {
        let (instance, owner) = (&self.instance, self.owner()?);
        Ok(if instance.is_enterprise() {
            instance.pages_hostname().to_lowercase()
        } else if owner == "github" {
            format!("{owner}.{}", instance.hostname()).to_lowercase()
        } else {
            format!("{owner}.{}", instance.pages_hostname()).to_lowercase()
        })
    }

    fn is_nameless(&self) -> Result<bool> {
        Ok(self.nwo()?.bytes().all(|byte| byte == b'/'))
    }

    fn is_user_page(&self) -> Result<bool> {
        if self.is_nameless()? {
            return Err(no_method(&Value::Nil, "downcase"));
        }
        let (owner, name) = (self.owner()?.to_lowercase(), self.name()?.to_lowercase());
        if self.instance.is_enterprise() {
            return Ok(name == format!("{owner}.{}", self.instance.hostname()));
        }
        Ok(name == self.user_domain()? || name == format!("{owner}.github.com"))
    }

    fn branch(&self) -> Result<&'static str> {
        self.ask(Question::Pages);
        Ok(if self.is_user_page()? {
            "master"
        } else {
            "gh-pages"
        })
    }

    /// `html_url`: where the site is served.
    fn html_url(&self) -> Result<String> {
        self.nwo()?;
        self.ask(Question::Pages);
        let mut url = self.pages_url()?;
        if url.ends_with('/') {
            url.pop();
        }
        Ok(url)
    }

    /// `RepositoryCompat#pages_url`
    fn pages_url(&self) -> Result<String> {
        let instance = &self.instance;
        let is_user_page = self.is_user_page()?;
        if !instance.has_custom_domains() {
            let path = if is_user_page {
                self.owner()?
            } else {
                self.nwo()?
            };
            let is_isolated = instance.given("SUBDOMAIN_ISOLATION") == Some("true");
            return Ok(if is_isolated {
                let (scheme, host) = (instance.scheme(), instance.pages_hostname());
                join(&format!("{scheme}://{host}/"), path)?
            } else {
                join(&format!("{}/pages/", instance.github_url()), path)?
            });
        }
        let domain = self.user_domain()?;
        let is_githubs = self.owner()? == "github" && domain.ends_with(".github.com");
        let scheme = if is_githubs { "https" } else { "http" };
        if is_user_page {
            return Ok(format!("{scheme}://{domain}"));
        }
        self.ask(Question::Domain);
        join(&format!("{scheme}://{domain}"), self.name()?)
    }

    /// The path of where the site is served.
    fn baseurl(&self) -> Result<String> {
        let url = self.html_url()?;
        check(&url)?;
        Ok(url[origin(&url).len()..].to_string())
    }
}

/// `RepositoryFinder#nwo`
fn name_with_owner(setup: &Setup, instance: &Instance) -> Option<String> {
    if let Some(given) = setup.environment.get("PAGES_REPO_NWO") {
        return Some(given.to_string());
    }
    if let Value::Str(repository) = setup.config.get("repository")
        && repository.contains('/')
    {
        return Some(repository.to_string());
    }
    if !matches!(setup.environment.jekyll_env(), "development" | "test") {
        return None;
    }
    let repository = git::Repository::around(setup.environment.folder(), setup.files.as_ref())?;
    let users = setup.environment.expand("~/.gitconfig");
    let url = repository.remote_url("origin", &users)?;
    in_remote(&url, &instance.hostname())
}

/// `owner/name` behind the host in the address of a remote.
fn in_remote(url: &str, host: &str) -> Option<String> {
    let url = url.strip_suffix(".git").unwrap_or(url);
    url.match_indices(host).find_map(|(at, found)| {
        let rest = url[at + found.len()..].strip_prefix([':', '/'])?;
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let (owner, rest) = rest.split_once('/')?;
        let end = rest.find(|c| !is_word(c) && c != '.');
        let name = &rest[..end.unwrap_or(rest.len())];
        let fits = !owner.is_empty() && owner.chars().all(is_word) && !name.is_empty();
        fits.then(|| format!("{owner}/{name}"))
    })
}

fn has_credentials(environment: &Environment, files: &dyn Files) -> bool {
    let has_netrc = || files.exists(&environment.expand("~/.netrc"));
    environment.get("JEKYLL_GITHUB_TOKEN").is_some()
        || environment.get("OCTOKIT_ACCESS_TOKEN").is_some()
        || (environment.get("NO_NETRC").is_none() && has_netrc())
}

/// `site.github` (`GitHubMetadata::MetadataDrop`).
struct Metadata {
    repository: Arc<Repository>,
    /// What the configuration says instead, or besides.
    changes: Map,
}

/// Its keys, in order.
const KEYS: [&str; 40] = [
    "api_url",
    "archived",
    "baseurl",
    "build_revision",
    "clone_url",
    "contributors",
    "disabled",
    "environment",
    "help_url",
    "hostname",
    "is_project_page",
    "is_user_page",
    "issues_url",
    "language",
    "latest_release",
    "license",
    "organization_members",
    "owner",
    "owner_display_name",
    "owner_gravatar_url",
    "owner_name",
    "owner_url",
    "pages_env",
    "pages_hostname",
    "private",
    "project_tagline",
    "project_title",
    "public_repositories",
    "releases",
    "releases_url",
    "repository_name",
    "repository_nwo",
    "repository_url",
    "show_downloads",
    "source",
    "tar_url",
    "url",
    "versions",
    "wiki_url",
    "zip_url",
];

/// What GitHub knows of the owner of a repository.
const OWNER_KEYS: [&str; 24] = [
    "avatar_url",
    "bio",
    "blog",
    "collaborators",
    "company",
    "created_at",
    "description",
    "email",
    "followers",
    "following",
    "has_organization_projects",
    "has_repository_projects",
    "hireable",
    "html_url",
    "id",
    "is_verified",
    "location",
    "login",
    "name",
    "node_id",
    "public_gists",
    "public_repos",
    "type",
    "updated_at",
];

impl Metadata {
    /// `Drop#merge`: what is a hash on both sides is merged, nil changes nothing.
    fn merge(&mut self, own: &Hash) -> Result<()> {
        for (key, value) in own.iter() {
            let now = match key.as_str() {
                Some("owner") | None => Value::Nil,
                Some(key) => self.answer(key)?,
            };
            let value = match (&now, value) {
                (_, Value::Nil) => continue,
                (Value::Hash(now), Value::Hash(value)) => Value::from(deep_merged(now, value)?),
                (_, value) => value.clone(),
            };
            self.changes.insert(key.clone(), value);
        }
        Ok(())
    }

    /// `keys`: its own, those of the configuration among them, in order.
    fn keys(&self) -> Vec<&str> {
        let changed = self.changes.keys().filter_map(Value::as_str);
        let mut keys: Vec<&str> = KEYS.into_iter().chain(changed).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn answer(&self, key: &str) -> Result<Value> {
        if let Some(value) = self.changes.get(&StrKey(key)) {
            return Ok(value.clone());
        }
        let repository = &*self.repository;
        let instance = &repository.instance;
        Ok(match key {
            "environment" | "pages_env" => instance.env().into(),
            "hostname" => instance.hostname().into(),
            "pages_hostname" => instance.pages_hostname().into(),
            "api_url" => instance.api_url().into(),
            "help_url" => instance.help_url().into(),
            "versions" => Value::Hash(Hash::default()),
            "build_revision" => Value::from(repository.commit.as_deref().unwrap_or_default()),
            "keys" => self
                .keys()
                .into_iter()
                .map(Value::from)
                .collect::<Array>()
                .into(),
            _ if !KEYS.contains(&key) => Value::Nil,
            _ => {
                repository.nwo()?;
                self.of_repository(key)?
            }
        })
    }

    fn of_repository(&self, key: &str) -> Result<Value> {
        let repository = &*self.repository;
        let below = |path: &str| Ok(Value::from(format!("{}{path}", repository.url()?)));
        match key {
            "owner_name" | "project_title" | "repository_name" if repository.is_nameless()? => {
                Ok(Value::Nil)
            }
            "owner_name" => Ok(repository.owner()?.into()),
            "owner_url" => Ok(repository.owner_url()?.into()),
            "owner_gravatar_url" => Ok(format!("{}.png", repository.owner_url()?).into()),
            "project_title" | "repository_name" => Ok(repository.name()?.into()),
            "repository_nwo" => Ok(repository.nwo()?.into()),
            "repository_url" => below(""),
            "clone_url" => below(".git"),
            "releases_url" => below("/releases"),
            "zip_url" => below(&format!("/zipball/{}", repository.branch()?)),
            "tar_url" => below(&format!("/tarball/{}", repository.branch()?)),
            "is_user_page" => Ok(repository.is_user_page()?.into()),
            "is_project_page" => Ok((!repository.is_user_page()?).into()),
            "url" => Ok(repository.html_url()?.into()),
            "baseurl" => Ok(repository.baseurl()?.into()),
            "source" => Ok(Value::Hash(Hash::from_iter([
                ("branch", Value::from(repository.branch()?)),
                ("path", Value::from("/")),
            ]))),
            _ => self.of_github(key),
        }
    }

    /// What only GitHub could tell.
    fn of_github(&self, key: &str) -> Result<Value> {
        let repository = &*self.repository;
        match key {
            "contributors" => repository.ask(Question::Contributors),
            "releases" => repository.ask(Question::Releases),
            "latest_release" => repository.ask(Question::LatestRelease),
            "organization_members" => repository.ask(Question::Organization),
            "owner" | "owner_display_name" => repository.ask(Question::Owner),
            "public_repositories" if repository.instance.is_offline() => {
                repository.ask(Question::PublicRepositories);
            }
            "public_repositories" => {
                repository.complain();
                repository
                    .log
                    .error(TOPIC, "Error processing value 'owner_public_repositories':");
                return Err(no_method(&Value::Bool(false), "map"));
            }
            _ => repository.ask(Question::Repository),
        }
        Ok(match key {
            "contributors" | "releases" | "latest_release" => Value::Bool(false),
            "public_repositories" => Value::from(Vec::new()),
            "owner" => OWNER_KEYS
                .iter()
                .map(|key| (*key, Value::Nil))
                .collect::<Hash>()
                .into(),
            _ => Value::Nil,
        })
    }

    /// Everything. Without a network this fails as it does there, unless that is switched off.
    fn entries(&self) -> Result<Hash> {
        self.keys()
            .into_iter()
            .map(|key| Ok((Value::from(key), self.answer(key)?)))
            .collect()
    }
}

impl Drop for Metadata {
    fn class_name(&self) -> &str {
        "Jekyll::GitHubMetadata::MetadataDrop"
    }

    fn get(&self, key: &str) -> Result<Value> {
        self.answer(key)
    }

    fn has_key(&self, key: &str) -> bool {
        KEYS.contains(&key) || key == "keys" || self.changes.contains_key(&StrKey(key))
    }

    fn to_s(&self) -> Result<Str> {
        to_json_pretty(&Value::Hash(self.entries()?)).map(Str::from)
    }

    fn to_hash(&self) -> Result<Option<Hash>> {
        self.entries().map(Some)
    }

    /// A loop looks at the values too, though it hands out the keys alone.
    fn to_array(&self) -> Result<Option<Array>> {
        Ok(Some(self.entries()?.keys().cloned().collect()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A key of the configuration that is looked up when somebody asks for it (`GitHubMetadata::Value`).
struct Fallback {
    what: What,
    repository: Arc<Repository>,
    value: OnceLock<Result<Value>>,
}

#[derive(Clone, Copy)]
enum What {
    Title,
    Description,
    Url,
    Baseurl,
}

impl Fallback {
    fn new(what: What, repository: &Arc<Repository>) -> Self {
        Fallback {
            what,
            repository: repository.clone(),
            value: OnceLock::new(),
        }
    }

    fn value(&self) -> Result<&Value> {
        self.value
            .get_or_init(|| self.look_up())
            .as_ref()
            .map_err(Error::clone)
    }

    fn look_up(&self) -> Result<Value> {
        let repository = &*self.repository;
        repository.client();
        self.find().inspect_err(|_| {
            let key = match self.what {
                What::Title => "title",
                What::Description => "description",
                What::Url => "url",
                What::Baseurl => "baseurl",
            };
            let message = format!("Error processing value '{key}':");
            repository.log.error(TOPIC, &message);
        })
    }

    fn find(&self) -> Result<Value> {
        let repository = &*self.repository;
        Ok(match self.what {
            What::Title if repository.is_user_page()? => {
                repository.ask(Question::Owner);
                repository.owner()?.into()
            }
            What::Title => repository.name()?.into(),
            What::Description => {
                repository.nwo()?;
                repository.ask(Question::Repository);
                Value::Nil
            }
            What::Url => {
                let url = repository.html_url()?;
                check(&url)?;
                origin(&url).into()
            }
            What::Baseurl => repository.baseurl()?.into(),
        })
    }
}

impl Drop for Fallback {
    fn class_name(&self) -> &str {
        "Jekyll::GitHubMetadata::Value"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        self.value().map(|_| Value::Nil)
    }

    fn to_s(&self) -> Result<Str> {
        Ok(Str::from(&*to_s(self.value()?)?))
    }

    /// The value; where there is none, the object itself, which says why when it is printed.
    fn to_liquid(&self) -> Option<Value> {
        self.value().ok().cloned()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(EditLink {
        text: link_text(tag.markup).map(str::to_string),
    }))
}

/// The text between the first quote and the last one like it.
fn link_text(markup: &str) -> Option<&str> {
    let between = |quote: char| {
        let (start, end) = (markup.find(quote)?, markup.rfind(quote)?);
        (start < end).then(|| (start, &markup[start + 1..end]))
    };
    match (between('"'), between('\'')) {
        (Some(double), Some(single)) if single.0 < double.0 => Some(single.1),
        (Some((_, text)), _) | (None, Some((_, text))) => Some(text),
        (None, None) => None,
    }
}

/// `{% github_edit_link %}`
struct EditLink {
    text: Option<String>,
}

impl EditLink {
    fn url(cx: &Context<'_>) -> Result<String> {
        let github = get(&variable(cx, "site")?, "github")?;
        if matches!(github, Value::Array(_)) {
            return Err(no_conversion_of("String", "Integer"));
        }
        let source = get(&github, "source")?;
        let parts = [
            get(&github, "repository_url")?,
            Value::from("edit/"),
            get(&source, "branch")?,
            get(&source, "path")?,
            dig(&variable(cx, "page")?, &["path"])?,
        ];
        if parts.iter().any(Value::is_nil) {
            crate::jekyll::render::Registers::of(cx)?.log().warn(
                "JekyllEditLink: ",
                "Cannot generate edit URLs due to missing site.github data",
            );
            return Ok(String::new());
        }
        let mut url = String::new();
        for (at, part) in parts.iter().enumerate() {
            let part = to_s(part)?;
            let part = part.strip_prefix('/').unwrap_or(&part);
            url.push_str(part);
            let is_open = at + 1 < parts.len() && !part.is_empty() && !part.ends_with('/');
            if is_open {
                url.push('/');
            }
        }
        Uri::parse(&url)?.normalize()
    }
}

impl Tag for EditLink {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let url = Self::url(cx)?;
        match &self.text {
            Some(text) => {
                out.push_str("<a href=\"");
                out.push_str(&url);
                out.push_str("\">");
                out.push_str(text);
                out.push_str("</a>");
            }
            None => out.push_str(&url),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_and_name_in_a_remote() {
        for (url, found) in [
            ("git@github.com:rem/ote.git", Some("rem/ote")),
            ("https://github.com/rem/o.te", Some("rem/o.te")),
            ("https://gitlab.example/rem/ote.git", None),
            ("https://github.com/", None),
        ] {
            assert_eq!(in_remote(url, "github.com").as_deref(), found, "{url}");
        }
    }

    #[test]
    fn the_text_of_an_edit_link() {
        assert_eq!(link_text(" \"Edit me\" "), Some("Edit me"));
        assert_eq!(link_text(" 'it\"s' "), Some("it\"s"));
        assert_eq!(link_text(" "), None);
    }
}
