#pragma once

#include "gateway/api/bundle_verdict.h"
#include "gateway/api/explanation.h"

#include <QString>

#include <functional>

namespace portcullis::ui {

// A text that outlives the window. Both may be empty: then nothing is kept.
struct KeptText
{
    std::function<QString()> read;
    std::function<void(const QString& text)> write;
};

// What the window is given besides the gateway, by who builds it. May be empty, piece by piece:
// then the window lacks what needs it.
struct WindowAids
{
    api::BundleCheck checkBundle; // called on a thread of the window's own
    KeptText filters;             // saved filters of the audit page
    // Outlives the window. Without one, changes of allow-lists are saved without a question.
    const api::PolicyAdvisor* advisor = nullptr;
};

} // namespace portcullis::ui
