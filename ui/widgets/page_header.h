#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace portcullis::ui {

// The top of a page: its title, a sentence below, and room for actions at the right.
// Owner: its page. GUI thread.
class PageHeader final : public QWidget
{
    Q_OBJECT

public:
    PageHeader(const QString& title, const QString& subtitle, QWidget* parent = nullptr);

    void addAction(QWidget* widget);
    void setSubtitle(const QString& text);

private:
    QHBoxLayout* m_row;
    QLabel* m_subtitle;
};

} // namespace portcullis::ui
