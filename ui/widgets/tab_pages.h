#pragma once

#include <QWidget>

#include <vector>

class QTabBar;
class QVBoxLayout;

namespace portcullis::ui {

// Tabs over pages of which only the one in front takes room, where a QTabWidget would be as tall as
// its tallest page. Owner: its form. GUI thread.
class TabPages final : public QWidget
{
    Q_OBJECT

public:
    // `name` for screen readers.
    explicit TabPages(const QString& name, QWidget* parent = nullptr);

    void addPage(QWidget* page, const QString& title);
    void setTitle(int index, const QString& title);
    void setTabVisible(int index, bool visible);

    [[nodiscard]] int current() const;
    [[nodiscard]] QWidget* page(int index) const;
    [[nodiscard]] bool isTabVisible(int index) const;

    // Brings the page with this widget to the front.
    void showPageOf(const QWidget* widget);

private:
    void refresh();

    QTabBar* m_bar;
    QVBoxLayout* m_column;
    std::vector<QWidget*> m_pages;
};

} // namespace portcullis::ui
