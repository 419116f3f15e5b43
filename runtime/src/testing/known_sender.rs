//! Authentication for tests of handlers.

use http::HeaderMap;

use crate::receiver::authenticate::{AuthError, Authenticate, Sender};
use crate::transport::BoxFuture;

/// Authenticates every request as the same sender, for tests of handlers.
///
/// ```
/// use specwright_runtime::HeaderMap;
/// use specwright_runtime::receiver::{Authenticate as _, Sender};
/// use specwright_runtime::testing::KnownSender;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Pass it to the function `callback` of a generated module, together with the handler.
/// let sender = Sender::unknown().with_attribute("account", "5c1f0b9e");
/// let authentication = KnownSender::new(sender);
///
/// let sender = authentication.authenticate(&HeaderMap::new()).await?;
/// assert_eq!(sender.attribute("account"), Some("5c1f0b9e"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct KnownSender(Sender);

impl KnownSender {
    /// Creates an authentication that always returns this sender.
    #[must_use]
    pub const fn new(sender: Sender) -> Self {
        Self(sender)
    }
}

impl Authenticate for KnownSender {
    fn authenticate<'a>(&'a self, _: &'a HeaderMap) -> BoxFuture<'a, Result<Sender, AuthError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}
