#pragma once

#include "gateway/api/bundle_verdict.h"

namespace portcullis::ui {

// What the window is given besides the gateway, by who builds it. May be empty, piece by piece:
// then the window lacks what needs it.
struct WindowAids
{
    api::BundleCheck checkBundle; // called on a thread of the window's own
};

} // namespace portcullis::ui
