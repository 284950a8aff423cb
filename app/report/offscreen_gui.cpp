#include "app/report/offscreen_gui.h"

#include <QGuiApplication>

#include <array>
#include <string>

namespace portcullis::report {

struct OffscreenGui::Arguments
{
    std::string program = "portcullis";
    std::string option = "-platform";
    std::string platform = "offscreen";
    std::array<char*, 4> texts{program.data(), option.data(), platform.data(), nullptr};
    int count = 3;
};

// What Qt misses of a desktop's session concerns nobody who has none.
OffscreenGui::OffscreenGui()
{
    if (QCoreApplication::instance() == nullptr) {
        m_arguments = std::make_unique<Arguments>();
        const QtMessageHandler before =
            qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
        m_application =
            std::make_unique<QGuiApplication>(m_arguments->count, m_arguments->texts.data());
        qInstallMessageHandler(before);
    }
}

OffscreenGui::~OffscreenGui() = default;

} // namespace portcullis::report
