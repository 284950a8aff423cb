#pragma once

#include <QString>

class QTableView;

namespace portcullis::ui {

class AuditModel;

// The table of the log's records, with the columns that there is room for, and its name for
// screen readers. GUI thread; the caller's layout owns it. The model outlives it.
[[nodiscard]] QTableView* makeRecordTable(AuditModel& model, const QString& name);

} // namespace portcullis::ui
