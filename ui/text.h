#pragma once

#include "gateway/base/clock.h"

#include <QDateTime>
#include <QString>

#include <cstdint>
#include <string>
#include <string_view>

// The gateway's values as text for people. Pure but for the locale; GUI thread.
namespace portcullis::ui {

[[nodiscard]] QString toQString(std::string_view text);
[[nodiscard]] std::string toStdString(const QString& text);

// Keeps paths, commands and ids left to right inside a right-to-left sentence.
[[nodiscard]] QString isolated(const QString& text);
[[nodiscard]] QString isolated(std::string_view text);

// For tool tips, which guess from the text whether it is markup: foreign text never is.
[[nodiscard]] QString toolTipText(const QString& plain);

[[nodiscard]] QDateTime toDateTime(WallTime time);
[[nodiscard]] WallTime toWallTime(const QDateTime& time);

// The time on the day of `now`, else the date with hours and minutes.
[[nodiscard]] QString momentText(WallTime time, WallTime now);
[[nodiscard]] QString dateText(WallTime time);
[[nodiscard]] QString exactTimeText(WallTime time);
[[nodiscard]] QString durationText(std::int64_t micros);
[[nodiscard]] QString bytesText(std::int64_t bytes);
[[nodiscard]] QString numberText(std::uint64_t number);

} // namespace portcullis::ui
