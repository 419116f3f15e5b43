use super::*;

fn component(types: &mut TypeTable, name: &str) -> TypeId {
    types.reserve(Origin::Component(name.to_owned()))
}

#[test]
fn reserved_types_are_undefined_objects_until_defined() {
    let mut types = TypeTable::new();
    let id = component(&mut types, "pet");
    assert!(!types.is_defined(id));
    assert!(types.object_behind_alias(&Type::Named(id)).is_some());
    types.define(id, TypeKind::Alias(Type::String), Docs::default());
    assert!(types.is_defined(id));
    assert_eq!(types.resolve_alias(&Type::Named(id)), &Type::String);
    assert_eq!(types.component_name(&Type::Named(id)), Some("pet"));
}

#[test]
fn aliases_of_each_other_resolve_to_an_alias() {
    let mut types = TypeTable::new();
    let [one, other] = ["one", "other"].map(|name| component(&mut types, name));
    types.define(one, TypeKind::Alias(Type::Named(other)), Docs::default());
    types.define(other, TypeKind::Alias(Type::Named(one)), Docs::default());
    assert!(types.named_behind_alias(&Type::Named(one)).is_some());
}
