//! `OA81x`: overlays.

use crate::diagnostics::code::explanation::Explanation;

/// Why there is no fragment of a document that shows a code.
const REASON: &str = "It requires an overlay beside the document.";

pub(in crate::diagnostics::code) const INVALID_OVERLAY: Explanation = Explanation::without_examples(
    "The file is not an overlay of OpenAPI Overlay 1.0 or 1.1: a required field is missing, a \
         field is not known, or a value has the wrong type. An overlay has `overlay`, `info` with \
         `title` and `version`, and `actions`; an action has `target` and one of `update`, `copy` \
         and `remove`. Nothing was generated, because a misspelt field would have no effect.",
    REASON,
);

pub(in crate::diagnostics::code) const JSON_PATH: Explanation = Explanation::without_examples(
    "`target` or `copy` of an overlay action is not a JSONPath of RFC 9535. A JSONPath begins with \
     `$`. Names with other characters than letters, digits and `_` are in brackets and quotes: \
     `$.paths['/pets'].get`. `*` selects all members, `..` descends to any depth, and a filter \
     selects by a condition: `$.paths.*.get.parameters[?@.name == 'page']`.",
    REASON,
);

pub(in crate::diagnostics::code) const INCOMPATIBLE: Explanation = Explanation::without_examples(
    "An overlay action cannot be applied to what its target selects. Objects are merged with \
     objects, member by member. An array gets the elements of another array, or, if the target \
     selects it, any other value as an element. A primitive value replaces another one. All \
     targets of one action are objects, or arrays, or primitive values, and `copy` selects one \
     value. To replace a value by one of another kind, remove it in one action, and add the new \
     one to the object around it in the next.",
    REASON,
);

pub(in crate::diagnostics::code) const ACTION_WITHOUT_EFFECT: Explanation =
    Explanation::without_examples(
        "An overlay action changes nothing: its target selects nothing in the document as the \
         actions before it left it, or it has none of `update`, `copy` and `remove: true`. \
         The document may have changed since the overlay was written.",
        REASON,
    );

pub(in crate::diagnostics::code) const OVERLAY_FEATURE: Explanation = Explanation::without_examples(
    "The overlay uses what Overlay 1.1 added, although it is one of version 1.0: `copy`, a \
         target that is a primitive value, or an array that is added to an array element by \
         element. The action is applied as in version 1.1. Write `overlay: 1.1.0`.",
    REASON,
);

pub(in crate::diagnostics::code) const LATER_OVERLAY: Explanation = Explanation::without_examples(
    "The overlay has a later version than 1.1, and is read as one of version 1.1. Fields that the \
     later version added are errors.",
    REASON,
);

pub(in crate::diagnostics::code) const OTHER_DOCUMENT: Explanation = Explanation::without_examples(
    "`extends` of the overlay is the path of another file than the document that it is applied to. \
     The path is relative to the overlay. A URL in `extends` is not compared, since the document \
     may be a copy of what is there.",
    REASON,
);
