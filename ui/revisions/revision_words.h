#pragma once

#include "gateway/api/config.h"
#include "gateway/api/config_diff.h"
#include "gateway/api/history.h"

#include <QString>

#include <optional>

// Revisions of the configuration and how they differ, in words. Pure; GUI thread (tr).
namespace portcullis::ui {

// "Allow-list of the key: Claude"; what it is about by its name where that is known.
[[nodiscard]] QString changeText(const api::Revision& revision, const api::GatewayConfig& config);
// The key that it is about; nothing where it is about something else.
[[nodiscard]] std::optional<KeyId> keyOf(const api::Revision& revision);
// "ada, the window"
[[nodiscard]] QString authorText(const api::Revision& revision);
// In local time, to the second.
[[nodiscard]] QString whenText(const api::Revision& revision);

// "Key “Claude” › allow-list"
[[nodiscard]] QString placeText(const api::ConfigDifference& difference);

// The two values of a difference for a cell each, whatever their length: of lists only what the
// other lacks, and nothing that only programs read.
struct ValueTexts
{
    QString before;
    QString after;
};

[[nodiscard]] ValueTexts valueTexts(const api::ConfigDifference& difference);
// Its first lines, and how many there are besides.
[[nodiscard]] QString shortened(const QString& text);

} // namespace portcullis::ui
