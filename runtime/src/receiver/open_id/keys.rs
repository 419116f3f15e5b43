//! The keys that verify tokens.

use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use serde::Deserialize as _;
use serde_json::Value;

use crate::receiver::open_id::scheme::Algorithm;

/// The usable keys of a JSON Web Key Set.
pub(super) struct KeySet(Vec<Key>);

struct Key {
    id: String,
    /// The only algorithm that the key may be used with, if stated.
    algorithm: Option<KeyAlgorithm>,
    public: DecodingKey,
}

impl KeySet {
    /// Parses a key set. Keys that cannot be parsed are skipped. Returns `None` if it is not a key
    /// set.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let set: Value = serde_json::from_slice(text).ok()?;
        let keys = set.get("keys")?.as_array()?;
        Some(Self(keys.iter().filter_map(Key::read).collect()))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|key| key.id == id)
    }

    /// Returns whether a key with this id verifies the signature. Several keys may have the same
    /// id.
    pub(super) fn verify(
        &self,
        id: &str,
        algorithm: Algorithm,
        signed: &[u8],
        signature: &Vec<u8>,
    ) -> bool {
        let mut keys = self.0.iter().filter(|key| key.id == id);
        keys.any(|key| key.verifies(algorithm, signed, signature))
    }
}

impl Key {
    fn read(value: &Value) -> Option<Self> {
        let jwk = Jwk::deserialize(value).ok()?;
        let for_signatures = matches!(
            jwk.common.public_key_use,
            None | Some(PublicKeyUse::Signature)
        );
        let for_verifying = jwk
            .common
            .key_operations
            .as_ref()
            .is_none_or(|operations| operations.contains(&KeyOperations::Verify));
        // Whoever can verify tokens with a symmetric key can create them, too.
        let asymmetric = !matches!(jwk.algorithm, AlgorithmParameters::OctetKey(_));
        if !(for_signatures && for_verifying && asymmetric) {
            return None;
        }
        Some(Self {
            public: DecodingKey::from_jwk(&jwk).ok()?,
            id: jwk.common.key_id?,
            algorithm: jwk.common.key_algorithm,
        })
    }

    fn verifies(&self, algorithm: Algorithm, signed: &[u8], signature: &Vec<u8>) -> bool {
        let jwa = algorithm.jwa();
        if self
            .algorithm
            .is_some_and(|only| only != KeyAlgorithm::from(jwa))
        {
            return false;
        }
        // Not the provider of the process, which is absent if another crate has enabled another
        // one.
        let verifier = (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&jwa, &self.public);
        verifier.is_ok_and(|verifier| verifier.verify(signed, signature).is_ok())
    }
}
