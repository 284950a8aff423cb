#pragma once

#include <QObject>

#include <vector>

class QHeaderView;
class QTableView;
class QTreeView;

namespace portcullis::ui {

// Hides the less important columns of a table or tree while it is too narrow for them, or makes
// them narrower. Owner: the table. GUI thread.
class ColumnHider final : public QObject
{
    Q_OBJECT

public:
    struct Rule
    {
        int column = 0;
        int neededWidth = 0; // of the whole table, in pixels
        // What the column gets while the table has that width, and what else; 0: it is hidden.
        int width = 0;
        int narrowWidth = 0;
    };

    ColumnHider(QTableView* table, std::vector<Rule> rules);
    ColumnHider(QTreeView* tree, std::vector<Rule> rules);

    [[nodiscard]] bool eventFilter(QObject* watched, QEvent* event) override;

private:
    ColumnHider(QWidget* table, QHeaderView* header, std::vector<Rule> rules);
    void apply();

    QWidget* m_table;
    QHeaderView* m_header;
    std::vector<Rule> m_rules;
    int m_applied = -1; // the width of the table that was looked at last
};

} // namespace portcullis::ui
