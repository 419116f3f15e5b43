//! A property that cannot be null has no constant for an explicit null, and a constant belongs to its type.

use shelter_client::models::{NewPet, PetRequest};

fn main() {
    let _ = NewPet::new("Minka").with_null(NewPet::NAME);
    let _ = NewPet::new("Minka").with_null(PetRequest::TAG);
}
