//! Properties with aliases.

use crate::decoding::models::{Counters, ResultInfo};
use crate::decoding::{json, read, refuse, write};

fn result(members: &str) -> ResultInfo {
    read(&format!(r#"{{"code": 1, "message": null, {members}}}"#))
}

#[test]
fn aliases_are_decoded_and_the_name_is_encoded() {
    let result = result(r#""subCode": 7"#);
    assert_eq!(result.subcode, Some(7));
    assert!(result.additional_data.is_empty());
    assert_eq!(write(&result)["subcode"], 7);
    assert!(write(&result).get("subCode").is_none());
}

#[test]
fn the_name_precedes_its_aliases_and_nothing_is_lost() {
    for members in [
        r#""subcode": 1, "subCode": 2"#,
        r#""subCode": 2, "subcode": 1"#,
    ] {
        let result = result(members);
        assert_eq!(result.subcode, Some(1));
        assert_eq!(result.additional_data["subCode"], 2);
        let written = write(&result);
        assert_eq!(
            written,
            json(r#"{"code": 1, "message": null, "subcode": 1, "subCode": 2}"#)
        );
        assert_eq!(write(&read::<ResultInfo>(&written.to_string())), written);
    }
}

#[test]
fn the_first_of_several_aliases_wins() {
    let result = result(r#""sub_code": 3, "subCode": 2"#);
    assert_eq!(result.subcode, Some(3));
    assert_eq!(result.additional_data["subCode"], 2);
    assert!(result.additional_data.get("sub_code").is_none());
}

#[test]
fn all_names_together_keep_all_values() {
    let result = result(r#""subCode": 2, "sub_code": 3, "subcode": 1"#);
    assert_eq!(result.subcode, Some(1));
    assert_eq!(result.additional_data["subCode"], 2);
    assert_eq!(result.additional_data["sub_code"], 3);
}

#[test]
fn null_yields_to_a_value_under_any_name() {
    for members in [
        r#""subcode": null, "subCode": 2"#,
        r#""subCode": 2, "subcode": null"#,
        r#""subCode": null, "sub_code": 2"#,
    ] {
        let result = result(members);
        assert_eq!(result.subcode, Some(2), "{members}");
        assert!(result.additional_data.is_empty());
    }
    assert_eq!(result(r#""subCode": null"#).subcode, None);
}

#[test]
fn the_last_duplicate_alias_wins() {
    assert_eq!(result(r#""subCode": 1, "subCode": 2"#).subcode, Some(2));
    assert_eq!(result(r#""subCode": 1, "subCode": null"#).subcode, None);
    assert!(
        result(r#""subCode": 1, "subCode": 2"#)
            .additional_data
            .is_empty()
    );
}

#[test]
fn errors_name_the_received_alias() {
    let error = (
        "subCode".to_owned(),
        "expected a 64-bit integer, found a boolean".to_owned(),
    );
    assert_eq!(
        refuse::<ResultInfo>(r#"{"code": 1, "subCode": true}"#),
        error
    );
}

#[test]
fn displaced_values_may_be_typed_additional_properties() {
    let counters: Counters = read(r#"{"Members": 1, "members": "2"}"#);
    assert_eq!(counters.members, Some(2));
    assert_eq!(counters.counts["Members"], 1);
}
