#pragma once

#include <QString>

class QAbstractItemView;
class QLineEdit;
class QTableView;
class QTreeView;

namespace portcullis::ui {

// The look and the keyboard habits that all tables share: whole rows, no grid, Tab leaves the
// table.
void prepareTable(QTableView* table, const QString& accessibleName);
void prepareTree(QTreeView* tree, const QString& accessibleName);

[[nodiscard]] QLineEdit* makeSearchField(const QString& placeholder);

} // namespace portcullis::ui
