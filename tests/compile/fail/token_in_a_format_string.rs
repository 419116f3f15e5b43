//! Secrets do not implement `Display`.

use msgraph_communications::models::TokenMeetingInfo;
use specwright_runtime::AccessToken;

fn show(token: &AccessToken, meeting: &TokenMeetingInfo) {
    println!("{token}");
    println!("{}", meeting.token.as_ref().unwrap());
}

fn main() {}
