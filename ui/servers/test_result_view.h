#pragma once

#include "gateway/api/status.h"

#include <QWidget>

class QPlainTextEdit;

namespace portcullis::ui {

class Banner;
class ToolsView;

// What a trial connection found, or why there is none. Owner: ServerDialog. GUI thread.
class TestResultView final : public QWidget
{
    Q_OBJECT

public:
    explicit TestResultView(QWidget* parent = nullptr);

    void showRunning();
    void showReport(const api::ServerReport& report);
    void showError(const Error& error);

private:
    Banner* m_banner;
    QPlainTextEdit* m_diagnostics;
    ToolsView* m_tools;
};

} // namespace portcullis::ui
