//! Where in a list the values of a property stand, so that `where` and `find` on a list of the site cost what they
//! find, however often a site asks (`site.filter_cache` serves Jekyll the same way).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::property::{PropertyCache, changes};
use crate::error::Result;
use crate::jekyll::drops::{DocumentObject, PageObject, StaticFileObject};
use crate::jekyll::setup::Setup;
use crate::liquid::to_s;
use crate::value::{Array, Str, Value, WeakArray};

/// Shorter lists are looked through.
const WORTH_IT: usize = 16;

/// Of so many lists at most it is remembered that they were asked.
const MOST_LISTS: usize = 1024;

/// The lists that were asked, and for what.
#[derive(Default)]
pub(crate) struct WhereIndexes {
    lists: Mutex<HashMap<usize, Asked, foldhash::fast::FixedState>>,
}

/// What one list was asked for.
struct Asked {
    list: WeakArray,
    properties: Vec<(Str, State)>,
}

#[derive(Clone)]
enum State {
    /// Once, or it cannot be indexed.
    Plain { again: bool },
    /// More than once.
    Indexed(Arc<Index>),
}

/// The places in a list at which a property has, or holds, a value of that text.
pub(crate) struct Index {
    places: HashMap<Str, Vec<usize>, foldhash::fast::RandomState>,
}

impl Index {
    /// The places of the items that `where` finds for a text, in order.
    pub(crate) fn places(&self, text: &str) -> &[usize] {
        self.places.get(text).map_or(&[], Vec::as_slice)
    }

    /// `None` where an answer may fail or may be another one later.
    fn build(
        list: &Array,
        property: &Value,
        cache: &PropertyCache,
        setup: &Setup,
    ) -> Result<Option<Self>> {
        let name = to_s(property)?;
        let mut index = Index {
            places: HashMap::default(),
        };
        for (place, item) in list.iter().enumerate() {
            if !is_lasting(item, &name) {
                return Ok(None);
            }
            let Ok(value) = cache.item_property(item, property, setup) else {
                return Ok(None);
            };
            let is_indexed = match &value {
                Value::Nil => true,
                Value::Array(values) => values.iter().all(|value| index.add(value, place)),
                Value::Time(time) => time.to_a().iter().all(|value| index.add(value, place)),
                value => index.add(value, place),
            };
            if !is_indexed {
                return Ok(None);
            }
        }
        Ok(Some(index))
    }

    /// Whether the value is one whose text will not change.
    fn add(&mut self, value: &Value, place: usize) -> bool {
        let text = match value {
            Value::Str(text) => text.clone(),
            Value::Nil
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Symbol(_)
            | Value::Time(_)
            | Value::Date(_) => match to_s(value) {
                Ok(text) => Str::from(&*text),
                Err(_) => return false,
            },
            _ => return false,
        };
        let places = self.places.entry(text).or_default();
        if places.last() != Some(&place) {
            places.push(place);
        }
        true
    }
}

/// Whether an item will give the same answer as long as the site is rendered.
fn is_lasting(item: &Value, property: &str) -> bool {
    match item {
        Value::Hash(_) => true,
        Value::Drop(_) => {
            (item.downcast_drop::<DocumentObject>().is_some()
                || item.downcast_drop::<PageObject>().is_some()
                || item.downcast_drop::<StaticFileObject>().is_some())
                && !property.contains('.')
                && !changes(property)
        }
        _ => false,
    }
}

impl WhereIndexes {
    /// The index of a list by a property, from the second time on that it is asked for.
    ///
    /// # Errors
    /// Those of printing the property's name.
    pub(crate) fn of(
        &self,
        list: &Array,
        property: &Value,
        cache: &PropertyCache,
        setup: &Setup,
    ) -> Result<Option<Arc<Index>>> {
        if list.len() < WORTH_IT {
            return Ok(None);
        }
        let name = to_s(property)?;
        match self.ask(list, &name) {
            State::Indexed(index) => Ok(Some(index)),
            State::Plain { again: false } => Ok(None),
            State::Plain { again: true } => {
                // not under the lock: the answers may have to be computed
                let built = Index::build(list, property, cache, setup)?.map(Arc::new);
                if let Some(index) = &built {
                    self.keep(list, &name, index);
                }
                Ok(built)
            }
        }
    }

    /// Notes that a list was asked for a property; `again` for the one time at which an index is to be made.
    fn ask(&self, list: &Array, name: &str) -> State {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        if lists.len() >= MOST_LISTS {
            lists.retain(|_, asked| asked.list.is_alive());
            if lists.len() >= MOST_LISTS {
                lists.clear();
            }
        }
        let asked = lists.entry(list.address()).or_insert_with(|| Asked {
            list: list.downgrade(),
            properties: Vec::new(),
        });
        match asked.properties.iter_mut().find(|(key, _)| key == name) {
            Some((_, State::Plain { again })) if *again => {
                *again = false;
                State::Plain { again: true }
            }
            Some((_, state)) => state.clone(),
            None => {
                let first = State::Plain { again: true };
                asked.properties.push((name.into(), first));
                State::Plain { again: false }
            }
        }
    }

    fn keep(&self, list: &Array, name: &str, index: &Arc<Index>) {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asked) = lists.get_mut(&list.address())
            && let Some((_, state)) = asked.properties.iter_mut().find(|(key, _)| key == name)
        {
            *state = State::Indexed(index.clone());
        }
    }
}
