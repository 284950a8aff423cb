#pragma once

#include "gateway/base/qr_code.h"

#include <QWidget>

#include <optional>

namespace portcullis::ui {

// Shows a QR code, black on white in every theme. Owner: its dialog. GUI thread.
class CodeView final : public QWidget
{
    Q_OBJECT

public:
    explicit CodeView(QWidget* parent = nullptr);

    // Empty for a text that fits into no code.
    void setText(const std::string& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<QrCode> m_code;
};

} // namespace portcullis::ui
