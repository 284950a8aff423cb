#pragma once

#include <QWidget>

class QPushButton;

namespace portcullis::ui {

// What a page shows when it has nothing to show: why, and what to do first.
// Owner: its page. GUI thread.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    // No button when `action` is empty; on it no icon when `actionIcon` is null.
    EmptyState(const char* iconName,
               const QString& title,
               const QString& text,
               const QString& action = {},
               const char* actionIcon = "add",
               QWidget* parent = nullptr);

signals:
    void actionTriggered();
};

} // namespace portcullis::ui
