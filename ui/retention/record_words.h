#pragma once

#include "gateway/api/config.h"
#include "gateway/api/retention.h"
#include "gateway/api/status.h"
#include "gateway/base/result.h"

#include <QString>

#include <optional>

// Which records holds and erasures are about, and what to do when they fail. Pure; GUI thread (tr).
namespace portcullis::ui {

// "every record"; "key Agent, server Files, from 2026-11-01 00:00 on".
[[nodiscard]] QString recordsText(const api::RecordFilter& records,
                                  const api::GatewayConfig& config);
// The reason and the records of a hold, on one line.
[[nodiscard]] QString holdText(const api::Hold& hold, const api::GatewayConfig& config);

// The records that both hold for; nothing when there cannot be any.
[[nodiscard]] std::optional<api::RecordFilter> bothOf(const api::RecordFilter& one,
                                                      const api::RecordFilter& other);
// Whether the record of this row is among them. `time`: the header's `hw`.
[[nodiscard]] bool
holdsFor(const api::RecordFilter& records, const api::ActivityRow& row, WallTime time);

// Whether the log would keep something for a shorter time.
[[nodiscard]] bool keepsLess(const api::Retention& before, const api::Retention& now);

// Where somebody did it, by the name that stands in records ("gui").
[[nodiscard]] QString placeText(const QString& by);

// The error's cause, and what can be done about it.
[[nodiscard]] QString adviceFor(const Error& error);

} // namespace portcullis::ui
