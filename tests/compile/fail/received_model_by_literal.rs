//! Received models are `#[non_exhaustive]`: they have no struct literals.

use msgraph_communications::models::{ChangeType, CommsNotification, ResultInfo};

fn main() {
    let _ = ResultInfo {
        code: Some(200),
        ..Default::default()
    };
    let _ = CommsNotification {
        odata_type: None,
        change_type: ChangeType::Created,
        resource_url: None,
        resource: None,
        callback_uri: None,
        resource_data: None,
        additional_data: Default::default(),
    };
}
