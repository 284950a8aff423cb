#pragma once

#include <QObject>

#include <vector>

class QTableView;

namespace portcullis::ui {

// Hides the less important columns of a table while it is too narrow for them.
// Owner: the table. GUI thread.
class ColumnHider final : public QObject
{
    Q_OBJECT

public:
    struct Rule
    {
        int column = 0;
        int neededWidth = 0; // of the whole table, in pixels
    };

    ColumnHider(QTableView* table, std::vector<Rule> rules);

    [[nodiscard]] bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();

    QTableView* m_table;
    std::vector<Rule> m_rules;
};

} // namespace portcullis::ui
