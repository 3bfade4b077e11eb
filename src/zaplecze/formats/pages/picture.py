"""Pictures made ready for OCR: the page found in a photo, light evened out, turned straight, scaled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from zaplecze.formats.pages.types import Place

Picture = NDArray[np.uint8]
#: Height that a page of text is brought to: A4 at 300 dpi.
_LONG = 3508
_LEAST_ANGLE = 0.08
_MOST_ANGLE = 12.0
#: Levels between ink and paper below which a picture holds no ink worth raising.
_LEAST_CONTRAST = 45.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A gray picture for OCR, and the way back: ``back`` maps its pixels to those of the picture as shown."""

    gray: Picture
    back: NDArray[np.float64]
    shown: tuple[int, int]
    """Width and height of the picture as shown."""
    found_page: bool

    def shown_place(self, place: Place) -> Place:
        """A place on the prepared picture as the place on the page as it is shown."""
        high, wide = self.gray.shape[:2]
        x0, y0, x1, y1 = place.x0 * wide, place.y0 * high, place.x1 * wide, place.y1 * high
        corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
        points = cv2.perspectiveTransform(corners, self.back)[0]
        points = np.clip(points / np.array(self.shown, np.float64), 0.0, 1.0)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return Place(place.page, float(left), float(top), float(right), float(bottom))


def prepare(picture: Picture) -> Prepared:
    """Of an RGB picture: the page cut out where it lies on something, then evened, straightened and scaled."""
    height, width = picture.shape[:2]
    gray = _picture(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    forth: NDArray[np.float64] = np.eye(3)
    corners = _page_corners(picture)
    if corners is not None:
        gray, forth = _flattened(gray, corners)
    scale = _scale(gray.shape[0], gray.shape[1])
    if abs(scale - 1) > 0.02:
        size = (round(gray.shape[1] * scale), round(gray.shape[0] * scale))
        how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        gray = _picture(cv2.resize(gray, size, interpolation=how))
        forth = np.diag([scale, scale, 1.0]) @ forth
    gray = _evened(gray)
    angle = skew(gray)
    if abs(angle) > _LEAST_ANGLE:
        high, wide = gray.shape[:2]
        turn = np.vstack([cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0), [0, 0, 1]])
        level = cv2.warpPerspective(
            gray, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255,)
        )
        gray = _picture(level)
        forth = turn @ forth
    return Prepared(
        np.asarray(gray, np.uint8),
        np.asarray(np.linalg.inv(forth), np.float64),
        (width, height),
        corners is not None,
    )


def _picture(values: NDArray[Any]) -> Picture:
    return np.asarray(values, np.uint8)


def turned(prepared: Prepared, quarter: int) -> Prepared:
    """The same picture turned clockwise by ``quarter`` right angles."""
    high, wide = prepared.gray.shape[:2]
    codes = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}
    ways = {
        1: np.array([[0, 1, 0], [-1, 0, high], [0, 0, 1.0]]),
        2: np.array([[-1, 0, wide], [0, -1, high], [0, 0, 1.0]]),
        3: np.array([[0, -1, wide], [1, 0, 0], [0, 0, 1.0]]),
    }
    gray = np.asarray(cv2.rotate(prepared.gray, codes[quarter]), np.uint8)
    return Prepared(gray, prepared.back @ ways[quarter], prepared.shown, prepared.found_page)


def skew(gray: Picture) -> float:
    """Degrees, counter-clockwise, by which to turn the picture so that its lines lie level.

    Rows of ink are sharpest when lines are level: the angle at which the sums of rows differ most from their
    neighbours, first in steps of half a degree, then finer.
    """
    factor = 900 / max(gray.shape)
    small = (
        cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        if factor < 1
        else gray
    )
    ink = (255 - small).astype(np.float32)
    ink[ink < 60] = 0
    if float(ink.sum()) == 0:
        return 0.0
    best = _sharpest(ink, np.arange(-_MOST_ANGLE, _MOST_ANGLE + 0.01, 1.0))
    best = _sharpest(ink, np.arange(best - 0.8, best + 0.81, 0.2))
    return _sharpest(ink, np.arange(best - 0.15, best + 0.16, 0.05))


def _sharpest(ink: NDArray[np.float32], angles: NDArray[np.float64]) -> float:
    high, wide = ink.shape[:2]
    scores = []
    for angle in angles:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(angle), 1.0)
        rows = cv2.warpAffine(ink, turn, (wide, high), flags=cv2.INTER_LINEAR).sum(axis=1)
        scores.append(float(((rows[1:] - rows[:-1]) ** 2).sum()))
    return float(angles[int(np.argmax(scores))])


def _scale(height: int, width: int) -> float:
    """Pages are brought to 300 dpi; a narrow strip (a receipt) is 80 mm wide."""
    if height > 1.65 * width or width > 1.65 * height or max(height, width) < 1500:
        return max(0.3, min(3.0, 1000 / min(height, width)))
    return max(0.3, min(3.0, _LONG / max(height, width)))


def _evened(gray: Picture) -> Picture:
    """Without shadows: divided by the paper behind the ink; grain softened where there is any."""
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = _picture(cv2.divide(gray, np.maximum(paper, 1), scale=255))
    if _grain(even) > 3.0:
        even = _picture(cv2.bilateralFilter(even, 5, 35, 3))
    # Ground to white and ink to black, so that pale print is read as well as dark; grain must not become ink.
    calm = cv2.GaussianBlur(even, (0, 0), 1.2)
    dark = float(np.percentile(calm, 0.1))
    ground = float(np.median(even))
    spread = 1.48 * float(np.median(np.abs(even.astype(np.float32) - ground)))
    white = min(242.0, ground - 2.5 * spread)
    if white - dark < _LEAST_CONTRAST:
        return even
    stretched = (even.astype(np.float32) - dark) * (255.0 / (white - dark))
    return _picture(np.clip(stretched, 0, 255))


def _grain(gray: Picture) -> float:
    """How grainy the ground is: the median difference between neighbours, in levels."""
    return float(np.median(np.abs(gray[:, 1:].astype(np.int16) - gray[:, :-1].astype(np.int16))))


def _page_corners(picture: Picture) -> NDArray[np.float32] | None:
    """Corners of a sheet that lies on something darker: left top, right top, right bottom, left bottom."""
    high, wide = picture.shape[:2]
    factor = 800 / max(high, wide)
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    gray = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (7, 7), 0)
    edge = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    level, mask = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # A scan has paper up to its edges; a photo has the table there.
    if float(np.median(edge)) > level:
        return None
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    if cv2.contourArea(largest) < 0.2 * gray.size:
        return None
    hull = cv2.convexHull(largest)
    for tolerance in (0.02, 0.03, 0.05, 0.08):
        quad = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(quad) == 4:
            return _ordered(quad.reshape(4, 2).astype(np.float32) / factor)
    return None


def _ordered(points: NDArray[np.float32]) -> NDArray[np.float32]:
    total, gap = points.sum(axis=1), points[:, 1] - points[:, 0]
    return np.array(
        [
            points[total.argmin()],
            points[gap.argmin()],
            points[total.argmax()],
            points[gap.argmax()],
        ],
        np.float32,
    )


def _flattened(gray: Picture, corners: NDArray[np.float32]) -> tuple[Picture, NDArray[np.float64]]:
    left_top, right_top, right_bottom, left_bottom = corners
    wide = max(
        float(np.linalg.norm(right_top - left_top)),
        float(np.linalg.norm(right_bottom - left_bottom)),
    )
    high = max(
        float(np.linalg.norm(left_bottom - left_top)),
        float(np.linalg.norm(right_bottom - right_top)),
    )
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(
        gray,
        warp,
        (max(1, round(wide)), max(1, round(high))),
        flags=cv2.INTER_CUBIC,
        borderValue=(255,),
    )
    return np.asarray(flat, np.uint8), np.asarray(warp, np.float64)
