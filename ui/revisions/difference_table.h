#pragma once

#include "gateway/api/config_diff.h"

#include <QTableView>

#include <vector>

class QStandardItem;
class QStandardItemModel;

namespace portcullis::ui {

// How two configurations differ: where, what was there before, what is there after. Owner: its
// dialog. GUI thread.
class DifferenceTable final : public QTableView
{
    Q_OBJECT

public:
    // Of long values that are cut, the tool tip has all.
    enum class Values
    {
        Cut,
        Whole
    };

    explicit DifferenceTable(Values values, QWidget* parent = nullptr);

    void showDifferences(const std::vector<api::ConfigDifference>& differences);

private:
    [[nodiscard]] QStandardItem* makeValue(const QString& text) const;

    Values m_values;
    QStandardItemModel* m_model;
};

} // namespace portcullis::ui
