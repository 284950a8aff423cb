#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"
#include "ui/theme/theme.h"

#include <QString>

// The gateway's codes as sentences: what happened and what to do about it. Pure; GUI thread (tr).
namespace portcullis::ui {

struct Phrase
{
    QString title;       // a few words
    QString explanation; // a sentence or two, with what to do where something can be done
    Tone tone = Tone::Neutral;
};

[[nodiscard]] Phrase describe(api::Reason reason);
[[nodiscard]] Phrase describe(api::Outcome outcome);
[[nodiscard]] Phrase describe(api::ServerState state);
[[nodiscard]] Phrase describe(api::GatewayState state);
// How one call ended or why it was refused.
[[nodiscard]] Phrase describe(const api::ActivityRow& row);

[[nodiscard]] QString describe(ErrorCode code);
// The error's own sentence, or its code's when it has none.
[[nodiscard]] QString describe(const Error& error);
// The same with the technical cause on a second line.
[[nodiscard]] QString describeFully(const Error& error);

[[nodiscard]] QString contentModeText(api::ContentMode mode);
// "2025-11-25 (session era)"; empty when the revision is.
[[nodiscard]] QString revisionText(const std::string& revision);

[[nodiscard]] QString serverLabel(const api::ServerConfig& server);
[[nodiscard]] QString keyLabel(const api::KeyConfig& key);

[[nodiscard]] bool isRefusal(const api::ActivityRow& row);

} // namespace portcullis::ui
