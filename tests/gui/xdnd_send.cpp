// xdnd_send WINDOW_ID PATH: drops a file on a window as a file manager does, by the XDND protocol
// (https://www.freedesktop.org/wiki/Specifications/XDND/). Exit status 0 when the window took it.
#include <X11/Xatom.h>
#include <X11/Xlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

namespace {

constexpr long kVersion = 5;
constexpr std::chrono::seconds kPatience{10};

struct CloseDisplay {
    void operator()(Display* display) const { XCloseDisplay(display); }
};

/// "file:///home/a%20b.png": everything but letters, digits and a few signs as %XX.
std::string file_uri(const std::filesystem::path& path) {
    constexpr std::string_view kPlain = "/-_.~";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string uri = "file://";
    for (const char c : std::filesystem::absolute(path).string()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte < 0x80 && std::isalnum(byte)) || kPlain.find(c) != kPlain.npos;
        if (plain) {
            uri += c;
        } else {
            uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
        }
    }
    return uri;
}

/// The side of the drag that holds the file.
class DragSource {
  public:
    DragSource(Display* display, Window target, std::string uri)
        : display_(display), target_(target), uris_(std::move(uri) + "\r\n") {
        window_ = XCreateSimpleWindow(display_, DefaultRootWindow(display_), 0, 0, 1, 1, 0, 0, 0);
        XSetSelectionOwner(display_, selection_, window_, CurrentTime);
    }

    /// True when the target accepted, fetched and finished.
    bool drop() {
        send("XdndEnter", {0, kVersion << 24, static_cast<long>(uri_list_), 0, 0});
        send("XdndPosition", {0, 0, middle_of_target(), CurrentTime, static_cast<long>(copy_)});
        XClientMessageEvent answer{};
        if (!wait_for_message("XdndStatus", answer) || (answer.data.l[1] & 1) == 0) return false;
        send("XdndDrop", {0, 0, CurrentTime, 0, 0});
        // GLFW puts the length of what it fetched where the protocol has one bit.
        return wait_for_message("XdndFinished", answer) && answer.data.l[1] != 0;
    }

  private:
    Atom atom(const char* name) const { return XInternAtom(display_, name, False); }

    long middle_of_target() const {
        XWindowAttributes size{};
        XGetWindowAttributes(display_, target_, &size);
        int x = 0, y = 0;
        Window child = 0;
        XTranslateCoordinates(display_, target_, DefaultRootWindow(display_), size.width / 2,
                              size.height / 2, &x, &y, &child);
        return static_cast<long>(x) << 16 | static_cast<long>(y);
    }

    /// The first number of every message is the sender.
    void send(const char* message, std::array<long, 5> data) const {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = target_;
        event.xclient.message_type = atom(message);
        event.xclient.format = 32;
        data[0] = static_cast<long>(window_);
        std::copy(data.begin(), data.end(), event.xclient.data.l);
        XSendEvent(display_, target_, False, NoEventMask, &event);
        XFlush(display_);
    }

    /// Hands the file out when it is asked for meanwhile.
    bool wait_for_message(const char* message, XClientMessageEvent& answer) const {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (std::chrono::steady_clock::now() < deadline) {
            if (XPending(display_) == 0) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                continue;
            }
            XEvent event{};
            XNextEvent(display_, &event);
            if (event.type == SelectionRequest) hand_out(event.xselectionrequest);
            if (event.type != ClientMessage || event.xclient.message_type != atom(message))
                continue;
            answer = event.xclient;
            return true;
        }
        std::cerr << "no " << message << " came\n";
        return false;
    }

    void hand_out(const XSelectionRequestEvent& request) const {
        const bool known = request.target == uri_list_;
        if (known)
            XChangeProperty(display_, request.requestor, request.property, request.target, 8,
                            PropModeReplace, reinterpret_cast<const unsigned char*>(uris_.data()),
                            static_cast<int>(uris_.size()));
        XEvent event{};
        event.xselection.type = SelectionNotify;
        event.xselection.requestor = request.requestor;
        event.xselection.selection = request.selection;
        event.xselection.target = request.target;
        event.xselection.property = known ? request.property : None;
        event.xselection.time = request.time;
        XSendEvent(display_, request.requestor, False, NoEventMask, &event);
        XFlush(display_);
    }

    Display* display_;
    Window target_, window_ = 0;
    std::string uris_;
    Atom selection_ = atom("XdndSelection"), uri_list_ = atom("text/uri-list"),
         copy_ = atom("XdndActionCopy");
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: xdnd_send WINDOW_ID PATH\n";
        return 2;
    }
    const std::unique_ptr<Display, CloseDisplay> display(XOpenDisplay(nullptr));
    if (!display) {
        std::cerr << "there is no X display\n";
        return 2;
    }
    const auto target = static_cast<Window>(std::strtoul(argv[1], nullptr, 0));
    if (DragSource(display.get(), target, file_uri(argv[2])).drop()) return 0;
    std::cerr << "the window did not take the file\n";
    return 1;
}
