#pragma once

#include <QString>
#include <QStringList>

#include <optional>

// A command as people write it in one line, and as a program gets it. No shell is involved: quotes
// and backslashes group and escape, nothing else is special. Pure.
namespace portcullis::ui {

// Nothing when a quote is not closed or the line ends with a backslash.
[[nodiscard]] std::optional<QStringList> splitCommandLine(const QString& line);
// splitCommandLine() gives the same list back.
[[nodiscard]] QString joinCommandLine(const QStringList& parts);

} // namespace portcullis::ui
