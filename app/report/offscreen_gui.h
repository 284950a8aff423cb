#pragma once

#include <memory>

class QGuiApplication;

namespace portcullis::report {

// What Qt needs to draw texts in a program that has no window and maybe no screen. Where there is
// such an application already, it does nothing.
//
// Owner: the command that prints. Thread: main; there must be no QCoreApplication meanwhile that is
// not a QGuiApplication.
class OffscreenGui
{
public:
    OffscreenGui();
    ~OffscreenGui();
    OffscreenGui(const OffscreenGui&) = delete;
    OffscreenGui& operator=(const OffscreenGui&) = delete;

private:
    struct Arguments;

    std::unique_ptr<Arguments> m_arguments; // the application refers to them
    std::unique_ptr<QGuiApplication> m_application;
};

} // namespace portcullis::report
