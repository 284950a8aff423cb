#pragma once

#include <QString>

#include <optional>

class QMimeData;

// Files that may be evidence bundles. GUI thread.
namespace portcullis::ui {

// What is dragged, when it is one file of this computer.
[[nodiscard]] std::optional<QString> fileIn(const QMimeData& dragged);

// Why this can be no bundle, a sentence; empty when it may be one. Looks at its first bytes.
[[nodiscard]] QString whyNoBundle(const QString& file);

} // namespace portcullis::ui
