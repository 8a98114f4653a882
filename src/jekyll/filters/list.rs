//! Filters over lists: `where`, `find`, `sort`, `group_by`, `push`, … (`Jekyll::Filters`, `GroupingFilters`).

use std::cmp::Ordering;
use std::hash::BuildHasher;

use indexmap::IndexMap;

use super::property::{Target, compare_properties};
use crate::error::{Error, Result};
use crate::jekyll::render::Registers;
use crate::liquid::{
    Condition, Context, MethodLiteral, Name, Variable, merge_sort, numbers, to_integer, to_s,
};
use crate::value::{Array, Hash, Value, no_conversion, no_method};

/// What a filter goes over; `None` for an object that is no list (`respond_to?(:select)`).
fn enumerable(input: &Value) -> Result<Option<Array>> {
    Ok(match input {
        Value::Array(array) => Some(array.clone()),
        Value::Hash(hash) => Some(hash.values().cloned().collect()),
        Value::Range(first, last) => Some(Array::new(numbers(*first, *last)?)),
        Value::Drop(drop) => match drop.to_array()? {
            Some(items) => {
                let packed: Result<Vec<Value>> = items.iter().map(|it| drop.packed(it)).collect();
                Some(Array::new(packed?))
            }
            None => None,
        },
        _ => None,
    })
}

/// As [`enumerable`], but a Hash as its pairs, as `sort` and `group_by` walk it.
fn pairs_or_items(input: &Value) -> Result<Option<Array>> {
    match input {
        Value::Hash(hash) => Ok(Some(
            hash.iter()
                .map(|(key, value)| Value::from(vec![key.clone(), value.clone()]))
                .collect(),
        )),
        _ => enumerable(input),
    }
}

/// The value that `where` and `find` look for; `None` where they give the input back as it is.
fn target(property: &Value, value: &Value) -> Result<Option<Target>> {
    if !property.is_truthy() || matches!(value, Value::Array(_) | Value::Hash(_)) {
        return Ok(None);
    }
    Ok(Some(match value {
        Value::Nil => Target::Nil,
        _ if MethodLiteral::of(value).is_some() => Target::Nothing,
        _ => Target::Text(to_s(value)?.into_owned()),
    }))
}

/// `where`
pub(super) fn where_property(input: &Value, args: &[Value], cx: &Context<'_>) -> Result<Value> {
    let Some(target) = target(&args[0], &args[1])? else {
        return Ok(input.clone());
    };
    let Some(items) = enumerable(input)? else {
        return Ok(input.clone());
    };
    let registers = Registers::of(cx)?;
    if let Target::Text(text) = &target
        && let Some(index) = registers.where_index(&items, &args[0])?
    {
        let found = index.places(text).iter().map(|place| items[*place].clone());
        return Ok(Value::from(found.collect::<Vec<_>>()));
    }
    let mut found = Vec::new();
    for item in items.iter() {
        if target.matches(&registers.item_property(item, &args[0])?)? {
            found.push(item.clone());
        }
    }
    Ok(Value::from(found))
}

/// `find`
pub(super) fn find_property(input: &Value, args: &[Value], cx: &Context<'_>) -> Result<Value> {
    let Some(target) = target(&args[0], &args[1])? else {
        return Ok(input.clone());
    };
    let Some(items) = enumerable(input)? else {
        return Ok(input.clone());
    };
    let registers = Registers::of(cx)?;
    if let Target::Text(text) = &target
        && let Some(index) = registers.where_index(&items, &args[0])?
    {
        let first = index.places(text).first();
        return Ok(first.map_or(Value::Nil, |place| items[*place].clone()));
    }
    for item in items.iter() {
        if target.matches(&registers.item_property(item, &args[0])?)? {
            return Ok(if item.is_truthy() {
                item.clone()
            } else {
                Value::Nil
            });
        }
    }
    Ok(Value::Nil)
}

/// The markup that an `…_exp` filter was handed.
fn markup(expression: &Value) -> Result<&str> {
    match expression {
        Value::Str(text) => Ok(text),
        _ => Err(no_conversion(expression, "String")),
    }
}

fn variable_name(variable: &Value) -> Result<Name> {
    Ok(Name::new(&to_s(variable)?))
}

/// `where_exp`
pub(super) fn where_exp(input: &Value, args: &[Value], cx: &mut Context<'_>) -> Result<Value> {
    let Some(items) = enumerable(input)? else {
        return Ok(input.clone());
    };
    let condition = Condition::parse_strict(markup(&args[1])?)?;
    let variable = variable_name(&args[0])?;
    cx.stack(|cx| {
        let mut found = Vec::new();
        for item in items.iter() {
            cx.set(&variable, item.clone())?;
            if condition.evaluate(cx)? {
                found.push(item.clone());
            }
        }
        Ok(Value::from(found))
    })
}

/// `find_exp`
pub(super) fn find_exp(input: &Value, args: &[Value], cx: &mut Context<'_>) -> Result<Value> {
    let Some(items) = enumerable(input)? else {
        return Ok(input.clone());
    };
    let condition = Condition::parse_strict(markup(&args[1])?)?;
    let variable = variable_name(&args[0])?;
    cx.stack(|cx| {
        for item in items.iter() {
            cx.set(&variable, item.clone())?;
            if condition.evaluate(cx)? {
                return Ok(item.clone());
            }
        }
        Ok(Value::Nil)
    })
}

/// Items by a key, in the order in which the keys came.
type Groups = IndexMap<Value, Vec<Value>, foldhash::fast::RandomState>;

fn grouped(groups: Groups) -> Value {
    groups
        .into_iter()
        .map(|(name, items)| {
            let size = Value::from(items.len());
            Value::Hash(Hash::from_iter([
                ("name", name),
                ("items", Value::from(items)),
                ("size", size),
            ]))
        })
        .collect::<Array>()
        .into()
}

/// `group_by`
pub(super) fn group_by(input: &Value, args: &[Value], cx: &Context<'_>) -> Result<Value> {
    let Some(items) = pairs_or_items(input)? else {
        return Ok(input.clone());
    };
    let registers = Registers::of(cx)?;
    let mut groups = Groups::default();
    for item in items.iter() {
        let property = registers.item_property(item, &args[0])?;
        let name = Value::from(&*to_s(&property)?);
        groups.entry(name).or_default().push(item.clone());
    }
    Ok(grouped(groups))
}

/// `group_by_exp`
pub(super) fn group_by_exp(input: &Value, args: &[Value], cx: &mut Context<'_>) -> Result<Value> {
    let Some(items) = pairs_or_items(input)? else {
        return Ok(input.clone());
    };
    let options = cx
        .parse_options()
        .cloned()
        .ok_or_else(|| Error::liquid("no template is being rendered"))?;
    let expression = Variable::parse_alone(markup(&args[1])?, &options)?;
    let variable = variable_name(&args[0])?;
    cx.stack(|cx| {
        let mut groups = Groups::default();
        for item in items.iter() {
            cx.set(&variable, item.clone())?;
            let name = expression.evaluate(cx)?;
            groups.entry(name).or_default().push(item.clone());
        }
        Ok(grouped(groups))
    })
}

/// `sort`
pub(super) fn sort(input: &Value, args: &[Value], cx: &Context<'_>) -> Result<Value> {
    if input.is_nil() {
        return Err(Error::liquid("Cannot sort a null object."));
    }
    let Some(property) = args.first().filter(|property| !property.is_nil()) else {
        return sort_plain(input);
    };
    let nils = match args.get(1).map(|nils| nils.as_str()) {
        None | Some(Some("first")) => Ordering::Less,
        Some(Some("last")) => Ordering::Greater,
        _ => {
            let nils = to_s(&args[1])?;
            return Err(Error::liquid(format!(
                "Invalid nils order: '{nils}' is not a valid nils order. It must be 'first' or 'last'."
            )));
        }
    };
    let items = match input {
        // A block takes the first of a key and its value.
        Value::Drop(drop) => drop.walk().and_then(|()| drop.to_array())?,
        _ => pairs_or_items(input)?,
    };
    let items = items.ok_or_else(|| no_method(input, "map"))?;
    let registers = Registers::of(cx)?;
    let mut keyed: Vec<(Value, Value)> = items
        .iter()
        .map(|item| Ok((registers.item_property(item, property)?, item.clone())))
        .collect::<Result<_>>()?;
    merge_sort(&mut keyed, &mut |a, b| compare_properties(&a.0, &b.0, nils))?;
    Ok(keyed
        .into_iter()
        .map(|(_, item)| item)
        .collect::<Array>()
        .into())
}

fn sort_plain(input: &Value) -> Result<Value> {
    let items = pairs_or_items(input)?.ok_or_else(|| no_method(input, "sort"))?;
    let mut items = items.to_vec();
    merge_sort(&mut items, &mut |a, b| {
        a.compare(b)
            .ok_or_else(|| Error::liquid(a.comparison_failed(b)))
    })?;
    Ok(Value::from(items))
}

/// How many items `pop` and `shift` take.
fn count(args: &[Value], complaint: &str) -> Result<usize> {
    let Some(number) = args.first() else {
        return Ok(1);
    };
    match to_integer(number)? {
        Value::Int(n) => usize::try_from(n).map_err(|_| Error::liquid(complaint)),
        _ => Err(Error::ruby(
            "RangeError",
            "bignum too big to convert into `long'",
        )),
    }
}

/// `pop`
pub(super) fn pop(input: &mut Value, args: &[Value]) -> Result<()> {
    if let Value::Array(array) = input {
        let taken = count(args, "negative array size")?;
        array.change(|items| items.truncate(items.len().saturating_sub(taken)));
    }
    Ok(())
}

/// `shift`
pub(super) fn shift(input: &mut Value, args: &[Value]) -> Result<()> {
    if let Value::Array(array) = input {
        let taken = count(args, "negative array size")?;
        array.change(|items| drop(items.drain(..taken.min(items.len()))));
    }
    Ok(())
}

/// `push`
pub(super) fn push(input: &mut Value, args: &[Value]) -> Result<()> {
    if let Value::Array(array) = input {
        array.change(|items| items.extend_from_slice(args));
    }
    Ok(())
}

/// `unshift`
pub(super) fn unshift(input: &mut Value, args: &[Value]) -> Result<()> {
    if let Value::Array(array) = input {
        array.change(|items| drop(items.splice(..0, args.iter().cloned())));
    }
    Ok(())
}

/// `sample`: what comes out is left to chance, the one thing in a build that is.
pub(super) fn sample(input: &Value, args: &[Value]) -> Result<Value> {
    let Value::Array(array) = input else {
        return Ok(input.clone());
    };
    let number = match args.first().map(to_integer) {
        Some(Ok(number)) => number,
        _ => Value::Int(1),
    };
    let mut items = array.to_vec();
    let mut chance = Chance::new();
    match number {
        Value::Int(1) => Ok(match items.len() {
            0 => Value::Nil,
            length => items.swap_remove(chance.below(length)),
        }),
        Value::Int(n) => {
            let n = usize::try_from(n).map_err(|_| Error::liquid("negative sample number"))?;
            let n = n.min(items.len());
            for i in 0..n {
                let j = i + chance.below(items.len() - i);
                items.swap(i, j);
            }
            items.truncate(n);
            Ok(Value::from(items))
        }
        _ => Err(Error::ruby(
            "RangeError",
            "bignum too big to convert into `long'",
        )),
    }
}

/// A source of numbers that nobody can foresee.
struct Chance {
    seed: foldhash::fast::RandomState,
    drawn: u64,
}

impl Chance {
    fn new() -> Self {
        Chance {
            seed: foldhash::fast::RandomState::default(),
            drawn: 0,
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.drawn += 1;
        (self.seed.hash_one(self.drawn) % limit.max(1) as u64) as usize
    }
}
