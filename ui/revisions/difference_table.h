#pragma once

#include "gateway/api/config_diff.h"

#include <QTableView>

#include <vector>

class QStandardItemModel;

namespace portcullis::ui {

// How two configurations differ: where, what was there before, what is there after. Owner: its
// dialog. GUI thread.
class DifferenceTable final : public QTableView
{
    Q_OBJECT

public:
    explicit DifferenceTable(QWidget* parent = nullptr);

    void showDifferences(const std::vector<api::ConfigDifference>& differences);

private:
    QStandardItemModel* m_model;
};

} // namespace portcullis::ui
